import { type Failure, fail } from '../lib/fail'
import { printable } from '../lib/printable'

/** A refusal of an S3 store, or its silence, for operators. Contains no secret. */
export class S3Error extends Error {
  constructor(
    message: string,
    /** The HTTP status; 0 without an answer. */
    readonly status: number,
    /** The name that S3 gives the error, such as `NoSuchBucket`. */
    readonly code: string,
  ) {
    super(message)
    this.name = 'S3Error'
  }
}

/** Advice for an error. */
const hints = new Map([
  ['SignatureDoesNotMatch', 'the secret in PARLEY_BLOBS_URL is wrong'],
  ['InvalidAccessKeyId', 'it does not know the key in PARLEY_BLOBS_URL'],
  ['AccessDenied', 'the key lacks permission: it needs to read, write, delete and list in the bucket'],
  ['NoSuchBucket', 'create the bucket, or correct its name in PARLEY_BLOBS_URL'],
  ['RequestTimeTooSkewed', "this machine's clock differs from that of the store: set up a time server"],
  ['AuthorizationHeaderMalformed', 'the region in PARLEY_BLOBS_URL is not that of the bucket'],
  ['PermanentRedirect', 'the region or the host in PARLEY_BLOBS_URL is not that of the bucket'],
])

/** An answer to HEAD has no body, and so no name of the error. */
const codeOf = (status: number, body: string): string => {
  const code = /<Code>([\w.]{1,100})<\/Code>/.exec(body)?.[1]
  if (code !== undefined) return code
  if (status === 403) return 'AccessDenied'
  return status >= 300 && status < 400 ? 'PermanentRedirect' : ''
}

/** The error in an answer of the store. */
export const s3Refusal = (place: string, status: number, body: string): S3Error => {
  const code = codeOf(status, body)
  const hint = hints.get(code)
  return new S3Error(
    `${place} answers ${status} ${code}`.trim() + (hint === undefined ? '.' : `: ${hint}.`),
    status,
    code,
  )
}

/** The error of a request that got no answer. */
export const s3Silence = (place: string, error: unknown): S3Error => {
  const { code, message } = error as NodeJS.ErrnoException
  const reason = typeof code === 'string' ? code : message
  return new S3Error(`${place} cannot be reached (${printable(reason, 200)}).`, 0, '')
}

/** The error for callers; the log has the rest. */
export const unavailable = (cause: S3Error): Failure =>
  fail('unavailable', {
    message: 'Files cannot be stored or read right now. Try again in a moment.',
    retryAfterMs: 5_000,
    cause,
  })
