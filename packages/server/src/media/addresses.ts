import { timingSafeEqual } from 'node:crypto'
import { limits } from '@parley/protocol'
import { newSecret } from '../lib/secret'
import type { Database } from '../storage/database'
import { lockMeta } from '../storage/meta'

const HOUR_MS = 3_600_000
/** Addresses of pictures leave their type out. */
const PICTURE_TYPE = 'image/webp'
const untilPattern = /^(\d{1,9}|\d{1,11}s)$/
const pathPattern = /^\/media\/([0-9a-f-]{36}\/[\w.-]{1,80})$/

/** The target of a signed address. */
export interface Addressed {
  /** The key of the blob. */
  readonly key: string
  /** Content type. */
  readonly type: string
  /** The name under which a browser saves the file, for those that have one. */
  readonly name?: string
  /** Epoch milliseconds: a whole second. */
  readonly expiresAt: number
}

/** The end of an address in its text: hours, or seconds where it ends within an hour. */
const untilOf = (expiresAt: number): string =>
  expiresAt % HOUR_MS === 0 ? String(expiresAt / HOUR_MS) : `${expiresAt / 1_000}s`

/**
 * Addresses that work by themselves, for a time. Permitted viewers of a picture get one, and browsers need nothing else
 * to load it. No part of an address can be changed. Addresses of media end with an hour, so that all users share them for
 * a while, and caches work.
 */
export class Addresses {
  private secret: Promise<string> | undefined

  constructor(private readonly options: { readonly database: Pick<Database, 'now' | 'write'> }) {}

  /** When addresses made now end. */
  expiresAt(): number {
    return Math.ceil((this.options.database.now() + limits.mediaAddressMs) / HOUR_MS) * HOUR_MS
  }

  /** The path and query of a blob, on the server's own origin. */
  async sign(addressed: Addressed): Promise<string> {
    const until = untilOf(addressed.expiresAt)
    const { key, type, name } = addressed
    const query = new URLSearchParams({
      until,
      ...(type === PICTURE_TYPE ? {} : { type }),
      ...(name === undefined ? {} : { name }),
      sign: await this.signature(addressed, until),
    })
    return `/media/${key}?${query}`
  }

  /** The target of a path and query; undefined for a foreign, changed or expired address. */
  async read(path: string, query: URLSearchParams): Promise<Addressed | undefined> {
    const key = pathPattern.exec(path)?.[1]
    const until = query.get('until')
    const sign = query.get('sign')
    const name = query.get('name')
    if (key === undefined || sign === null || until === null || !untilPattern.test(until)) return undefined
    const expiresAt = until.endsWith('s') ? Number(until.slice(0, -1)) * 1_000 : Number(until) * HOUR_MS
    const type = query.get('type') ?? PICTURE_TYPE
    const addressed = { key, type, expiresAt, ...(name === null ? {} : { name }) }
    const given = Buffer.from(sign)
    const right = Buffer.from(await this.signature(addressed, until))
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
    return expiresAt > this.options.database.now() ? addressed : undefined
  }

  private async signature({ key, type, name }: Addressed, until: string): Promise<string> {
    this.secret ??= this.loadSecret()
    // JSON keeps apart what a space would not.
    const facts = type === PICTURE_TYPE && name === undefined ? '' : ` ${JSON.stringify([type, name])}`
    return new Bun.CryptoHasher('sha256', await this.secret).update(`${until} ${key}${facts}`).digest('base64url')
  }

  /** Belongs to the installation: what one node signs, another one serves. */
  private loadSecret(): Promise<string> {
    const loading = this.options.database.write(({ db }) => lockMeta(db, 'media_secret', newSecret(32)))
    loading.catch(() => {
      this.secret = undefined
    })
    return loading
  }
}
