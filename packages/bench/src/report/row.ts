/** One line of the report. */
export interface Row {
  /** The measured work. */
  work: string
  /** The target; empty for a figure without one. */
  target: string
  measured: string
  /** The baseline figure of the same run, and this figure's share of it. */
  bare?: string
  ratio?: string
  /** Whether the target was reached; undefined without a target. */
  reached?: boolean
  /** Context that a reader needs to judge the figure. */
  note?: string
}

/** 12345.6 as "12,346". */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')

/** A time in ms with two significant digits. */
export const ms = (value: number): string =>
  `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : whole(value)} ms`

export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(0)} MB`

export const percent = (share: number): string => `${Math.round(share * 100)} %`
