import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { fail } from '../../lib/fail'
import { errorFields, type Logger } from '../../lib/logger'

export interface RemoteKeysOptions {
  readonly url: string
  readonly logger: Pick<Logger, 'warn'>
  /** Milliseconds that only run forward. */
  readonly elapsed: () => number
}

/** Keys are fetched again after this time, while sign-ins continue with those that are known. */
const FRESH_MS = 5 * 60_000
/** Without an answer, known keys work for this long. */
const USABLE_MS = 12 * 3_600_000
/** An unknown key id fetches at most this often. */
const UNKNOWN_EVERY_MS = 30_000
/** After a failure, sign-ins fail at once for this long, so that none of them waits for a host that is down. */
const PAUSE_MS = 5_000
const TIMEOUT_MS = 3_000
const BYTES_MAX = 256 * 1024

interface Known {
  readonly find: JWTVerifyGetKey
  readonly fetchedAtMs: number
}

/** The public keys of another product, at an address. One fetch at a time, whatever the number of sign-ins. */
export class RemoteKeys {
  private known: Known | undefined
  private fetching: Promise<void> | undefined
  private triedAtMs = Number.NEGATIVE_INFINITY
  private failed = false

  constructor(private readonly options: RemoteKeysOptions) {}

  /**
   * The key of a token.
   * @throws `unavailable` without any keys; an error of the package for a key that isn't there
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const known = await this.usable()
    try {
      return await known.find(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || this.ageMs(this.triedAtMs) < UNKNOWN_EVERY_MS) throw error
      await this.refresh()
      return (this.known ?? known).find(header, token)
    }
  }

  private async usable(): Promise<Known> {
    if (this.known && this.ageMs(this.known.fetchedAtMs) < USABLE_MS) {
      if (this.ageMs(this.known.fetchedAtMs) > FRESH_MS) void this.refresh()
      return this.known
    }
    await this.refresh()
    if (this.known && this.ageMs(this.known.fetchedAtMs) < USABLE_MS) return this.known
    throw fail('unavailable', {
      retryAfterMs: PAUSE_MS,
      message: 'The server cannot fetch the keys that check sign-in tokens. Try again in a moment.',
    })
  }

  private refresh(): Promise<void> {
    if (this.failed && this.ageMs(this.triedAtMs) < PAUSE_MS) return Promise.resolve()
    this.fetching ??= this.fetchKeys().finally(() => {
      this.fetching = undefined
    })
    return this.fetching
  }

  private async fetchKeys(): Promise<void> {
    const { elapsed, logger, url } = this.options
    this.triedAtMs = elapsed()
    try {
      this.known = { find: createLocalJWKSet(await readKeys(url)), fetchedAtMs: elapsed() }
      this.failed = false
    } catch (error) {
      this.failed = true
      this.triedAtMs = elapsed()
      logger.warn('the keys for sign-in tokens were not fetched', { url, ...errorFields(error) })
    }
  }

  private ageMs(sinceMs: number): number {
    return this.options.elapsed() - sinceMs
  }
}

/**
 * Fetches a JWKS document.
 * @throws Error that says what is wrong
 */
export const readKeys = async (url: string): Promise<JSONWebKeySet> => {
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!response.ok) throw new Error(`it answered with status ${response.status}`)
  const found: unknown = JSON.parse(await boundedText(response))
  if (!isKeySet(found)) throw new Error('it did not answer with a JWKS document')
  return found
}

const boundedText = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > BYTES_MAX) throw new Error(`it answered with more than ${BYTES_MAX} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const isKeySet = (found: unknown): found is JSONWebKeySet =>
  typeof found === 'object' && found !== null && 'keys' in found && Array.isArray(found.keys)
