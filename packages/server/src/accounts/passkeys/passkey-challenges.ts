import { timingSafeEqual } from 'node:crypto'
import { limits, type SessionId } from '@parley/protocol'
import { newSecret } from '../../lib/secret'
import type { Database, Transaction } from '../../storage/database'
import { lockMeta } from '../../storage/meta'
import { insertUsed } from '../challenge-store'
import type { PasskeyPlace } from './place'

/** The use of a challenge. That for a new passkey belongs to one session, and ends with the password. */
export type ChallengeUse =
  | { readonly kind: 'use' }
  | { readonly kind: 'add'; readonly userKey: number; readonly sessionId: SessionId; readonly passwordHash: string }

/** A challenge that the server made, and that has time left. */
export interface GoodChallenge {
  readonly nonce: string
  readonly expiresAt: number
}

const SECRET_BYTES = 32
const TIME_BYTES = 6
const HEAD_BYTES = TIME_BYTES + 16
const ALL_BYTES = HEAD_BYTES + 32

/**
 * Challenges for passkeys. A challenge carries its time and a signature of the installation. So every node takes it, and the
 * server stores nothing until it is used. Strangers can request any number without filling the database or replacing those of others.
 */
export class PasskeyChallenges {
  private secret: Promise<string> | undefined

  constructor(private readonly database: Database) {}

  /** Makes a challenge in Base64url. */
  async make(place: PasskeyPlace, use: ChallengeUse): Promise<string> {
    const head = Buffer.from(crypto.getRandomValues(new Uint8Array(HEAD_BYTES)))
    head.writeUIntBE(this.database.now() + limits.passkeyChallengeMs, 0, TIME_BYTES)
    return Buffer.concat([head, await this.sign(head, place, use)]).toString('base64url')
  }

  /** Checks a challenge without using it up; undefined for one that is forged, too old, or for another use or origin. */
  async check(challenge: string, place: PasskeyPlace, use: ChallengeUse): Promise<GoodChallenge | undefined> {
    const bytes = Buffer.from(challenge, 'base64url')
    if (bytes.length !== ALL_BYTES) return undefined
    const head = bytes.subarray(0, HEAD_BYTES)
    if (!timingSafeEqual(bytes.subarray(HEAD_BYTES), await this.sign(head, place, use))) return undefined
    const expiresAt = head.readUIntBE(0, TIME_BYTES)
    if (expiresAt <= this.database.now()) return undefined
    return { nonce: `passkey ${head.subarray(TIME_BYTES).toString('base64url')}`, expiresAt }
  }

  /** Uses a challenge up; returns whether this is the first time. */
  useIn(tx: Transaction, { nonce, expiresAt }: GoodChallenge): Promise<boolean> {
    return insertUsed(tx.db, { nonce, expires_at: expiresAt })
  }

  private async sign(head: Uint8Array, place: PasskeyPlace, use: ChallengeUse): Promise<Uint8Array> {
    const hasher = new Bun.CryptoHasher('sha256', await this.sharedSecret())
    return hasher
      .update(head)
      .update(JSON.stringify([place.origin, use]))
      .digest()
  }

  /** The same on all nodes; the first node that needs it creates it. */
  private sharedSecret(): Promise<string> {
    this.secret ??= this.database
      .write(({ db }) => lockMeta(db, 'passkey_secret', newSecret(SECRET_BYTES)))
      .catch((error) => {
        this.secret = undefined
        throw error
      })
    return this.secret
  }
}
