import type { MediaId, Result } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Clock, MediaSource, Readable, ShownBy } from '../api'
import type { Connection } from '../connection/connection'

/** Asks of one moment go together. */
const gatherMs = 10
/** After a call that failed, the next one waits. */
const againMs = 3_000
/** An address that ends sooner than this is fetched again. */
const spareMs = 30 * 60_000
/** The address of a picture that did not load is fetched again, but not more often. */
const patienceMs = 10_000

interface Known {
  source: MediaSource | undefined
  /** By this device's clock. */
  askedAt: number
}

type Addresses = Result<'media.get'>['media'][number]

export interface MediaAddressesOptions {
  readonly clock: Clock
  readonly connection: Connection
  /** Origin of the server, '' for the page's own. */
  readonly url: string
}

/**
 * The addresses of pictures. They are fetched on demand, many at once, and again before they end. Their duration counts
 * from their arrival, so that no clock has to be right.
 */
export class MediaAddresses {
  readonly #known = new Map<MediaId, Known>()
  readonly #listeners = new Map<MediaId, Set<() => void>>()
  /** The messages that show what has listeners, one for each listener that named one. */
  readonly #shownBy = new Map<MediaId, readonly ShownBy[]>()
  readonly #wanted = new Set<MediaId>()
  #timer: unknown
  #asking = false
  readonly #options: MediaAddressesOptions

  constructor(options: MediaAddressesOptions) {
    this.#options = options
  }

  /**
   * The addresses of one upload, fetched while there are subscribers.
   * @param shownBy the message that shows it; undefined for avatars and own uploads that aren't sent
   */
  of(id: MediaId, shownBy?: ShownBy): Readable<MediaSource | undefined> {
    return {
      get: () => this.#known.get(id)?.source,
      subscribe: (listener) => {
        const listeners = this.#listeners.get(id) ?? new Set()
        this.#listeners.set(id, listeners.add(listener))
        if (shownBy) this.#shownBy.set(id, [...(this.#shownBy.get(id) ?? []), shownBy])
        if (!this.#isFresh(id)) this.#request(id)
        return () => {
          listeners.delete(listener)
          this.#shownBy.set(id, this.#shownBy.get(id)?.filter((one) => one !== shownBy) ?? [])
          if (listeners.size > 0) return
          this.#listeners.delete(id)
          this.#shownBy.delete(id)
        }
      },
    }
  }

  /** The addresses that are known do not work. */
  failed(id: MediaId): void {
    const known = this.#known.get(id)
    if (known && this.#options.clock.now() - known.askedAt >= patienceMs) this.#request(id)
  }

  /** A session is open: fetches pending addresses. */
  up(): void {
    if (this.#wanted.size > 0) this.#soon(0)
  }

  /** Another person signed in. */
  clear(): void {
    this.#known.clear()
    for (const id of this.#listeners.keys()) this.#request(id)
  }

  #sourceOf(addresses: Addresses | undefined): MediaSource | undefined {
    if (addresses === undefined) return undefined
    const { url } = this.#options
    return {
      sizes: addresses.sizes.map(({ width, height, path }) => ({ width, height, url: url + path })),
      ...(addresses.path !== undefined && { url: url + addresses.path }),
    }
  }

  #isFresh(id: MediaId): boolean {
    const known = this.#known.get(id)
    if (known?.source === undefined) return false
    return this.#options.clock.now() - known.askedAt < limits.mediaAddressMs - spareMs
  }

  #request(id: MediaId): void {
    this.#wanted.add(id)
    this.#soon(gatherMs)
  }

  #soon(delayMs: number): void {
    this.#timer ??= this.#options.clock.setTimeout(() => {
      this.#timer = undefined
      void this.#fetch()
    }, delayMs)
  }

  async #fetch(): Promise<void> {
    const { clock, connection } = this.#options
    if (this.#asking || !connection.isOpen || this.#wanted.size === 0) return
    this.#asking = true
    const ids = [...this.#wanted].slice(0, limits.mediaPerGet)
    const shown = ids.flatMap((mediaId) => {
      const shownBy = this.#shownBy.get(mediaId)?.at(-1)
      return shownBy ? [{ mediaId, ...shownBy }] : []
    })
    try {
      const bare = ids.filter((id) => !this.#shownBy.get(id)?.length)
      const { media } = await connection.call('media.get', { ids: bare, shown })
      const found = new Map(media.map((one) => [one.mediaId, one]))
      for (const id of ids) {
        this.#wanted.delete(id)
        this.#known.set(id, { source: this.#sourceOf(found.get(id)), askedAt: clock.now() })
        for (const listener of this.#listeners.get(id) ?? []) listener()
      }
      this.#asking = false
      if (this.#wanted.size > 0) this.#soon(0)
    } catch {
      this.#asking = false
      this.#soon(againMs)
    }
  }
}
