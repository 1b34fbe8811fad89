import { z } from 'zod'

/** Where the scanner is that uploads are sent to. */
export interface ScanAddress {
  /** Without name and password. */
  readonly url: string
  /** The header that stands for them; undefined without. A function, so that no log and no error shows it. */
  readonly authorization: () => string | undefined
}

/** How uploads are checked. */
export interface MediaScan {
  readonly address: ScanAddress
  /** How long the scanner is waited for, from when the upload was stored. */
  readonly waitMs: number
  /** The fate of an upload without a verdict by then. */
  readonly onTimeout: 'allow' | 'refuse'
}

/** Reads `PARLEY_MEDIA_SCAN_URL`. */
export const toScanAddress = (text: string, context: z.RefinementCtx): ScanAddress => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hash !== '') {
    context.addIssue({ code: 'custom', message: 'must be like http://scanner.internal:9000/scan' })
    return z.NEVER
  }
  const who =
    url.username === '' ? undefined : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  url.username = ''
  url.password = ''
  const header = who === undefined ? undefined : `Basic ${Buffer.from(who).toString('base64')}`
  return { url: url.href, authorization: () => header }
}
