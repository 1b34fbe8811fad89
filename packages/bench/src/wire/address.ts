/** The address of a connection. */
export interface Address {
  host: string
  port: number
  path: string
  /** Sent as `Authorization: Bearer` with the upgrade. */
  token?: string
}
