/** One line of the report. */
export interface Row {
  /** What was done, as PERFORMANCE rows say it. */
  work: string
  /** What it should reach, or empty for a figure without a target. */
  target: string
  measured: string
  /** The figure of the same run that this one compares itself with, and the share of it. */
  bare?: string
  ratio?: string
  /** Whether the target was reached; without a target, nothing. */
  reached?: boolean
  /** What a reader must know to judge the figure. */
  note?: string
}

/** 12345.6 as "12,346". */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')

/** A time in ms with two digits that matter. */
export const ms = (value: number): string =>
  `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : whole(value)} ms`

export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(0)} MB`

export const percent = (share: number): string => `${Math.round(share * 100)} %`
