/** Where a connection goes. */
export interface Address {
  host: string
  port: number
  path: string
  /** Sent as `Authorization: Bearer` with the upgrade. */
  token?: string
}
