/** How much an account, or all of them, may use, in bytes; undefined for no limit. */
export interface QuotaBytes {
  /** Parameters of calls that store something, in a day. */
  readonly writtenPerDay: number | undefined
  /** Uploaded files, in a day. */
  readonly filesPerDay: number | undefined
  /** Files that are stored at the same time. */
  readonly files: number | undefined
  /** Files of all accounts that are stored at the same time. */
  readonly allFiles: number | undefined
}

export const noQuotas: QuotaBytes = {
  writtenPerDay: undefined,
  filesPerDay: undefined,
  files: undefined,
  allFiles: undefined,
}
