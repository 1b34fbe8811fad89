/** How much one account may use, in bytes; undefined for no limit. */
export interface QuotaBytes {
  /** Parameters of calls that store something, in a day. */
  readonly writtenPerDay: number | undefined
  /** Uploaded files, in a day. */
  readonly filesPerDay: number | undefined
  /** Files that are stored at the same time. */
  readonly files: number | undefined
}

export const noQuotas: QuotaBytes = { writtenPerDay: undefined, filesPerDay: undefined, files: undefined }
