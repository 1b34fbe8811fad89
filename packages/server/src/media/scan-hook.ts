import type { ScanAddress } from '../config/scan-address'

/** A file as the scanner gets it. */
export interface ScannedFile {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly mime: string
  /** Bytes. */
  readonly size: number
  readonly body: Blob | ReadableStream<Uint8Array>
}

/** The scanner's verdict on a file. */
export type Verdict = { readonly clean: true } | { readonly clean: false; readonly reason: string }

/** A longer response is none. */
const RESPONSE_BYTES = 16 * 1024
const REASON_CHARS = 200

/**
 * Sends a file to the scanner. The protocol is in docs/operating.md.
 * @throws {Error} when there is no verdict: the scanner can't be reached, fails, or says something else
 */
export const askScanner = async (
  { url, authorization }: ScanAddress,
  { id, kind, name, mime, size, body }: ScannedFile,
  signal: AbortSignal,
): Promise<Verdict> => {
  const secret = authorization()
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': mime,
      'x-parley-media-id': id,
      'x-parley-kind': kind,
      'x-parley-name': encodeURIComponent(name),
      'x-parley-size': String(size),
      ...(secret === undefined ? {} : { authorization: secret }),
    },
    body,
    redirect: 'error',
    signal,
  })
  const text = await textOf(response)
  if (response.status !== 200) throw new Error(`the scanner answered ${response.status}`)
  const said: unknown = JSON.parse(text)
  if (typeof said !== 'object' || said === null || !('clean' in said) || typeof said.clean !== 'boolean')
    throw new Error('the scanner did not answer {"clean": true} or {"clean": false}')
  if (said.clean) return { clean: true }
  const reason = 'reason' in said && typeof said.reason === 'string' ? said.reason : ''
  return { clean: false, reason: reason.slice(0, REASON_CHARS) }
}

/** @throws {Error} for more than the verdict can need */
const textOf = async ({ body }: Response): Promise<string> => {
  if (!body) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > RESPONSE_BYTES) throw new Error('the scanner answered too much')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
