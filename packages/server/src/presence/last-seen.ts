import type { UserId } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import type { Database } from '../storage/database'
import { updateSeen } from '../users/user-rows'
import type { Users } from '../users/users'
import type { Online } from './online'

export interface LastSeenOptions {
  readonly database: Database
  readonly clock: Clock
  readonly users: Users
  readonly online: Pick<Online, 'stateOf' | 'republish'>
  /** A user's last-seen time is known now. */
  readonly written: (userId: UserId) => void
  readonly onError: (error: unknown) => void
}

/** A user who returns within this time, as after a reload of the page, never counts as away. */
const GRACE_MS = 1_000
/** Users whose time is written in one transaction. */
const AT_ONCE = 200

/** Stores last-seen times: when users left or hid, and no other node shows them. */
export class LastSeen {
  /** When users left. */
  private readonly gone = new Map<UserId, number>()
  private scheduled = false
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly options: LastSeenOptions) {}

  /** A user is no longer visible. */
  left(userId: UserId): void {
    this.gone.set(userId, this.options.database.now())
    if (this.scheduled) return
    this.scheduled = true
    this.options.clock.setTimeout(() => {
      this.scheduled = false
      this.flush()
    }, GRACE_MS)
  }

  /** Writes pending times. */
  stop(): Promise<void> {
    this.flush()
    return this.writing
  }

  private flush(): void {
    const { online, onError } = this.options
    const left = [...this.gone].filter(([userId]) => online.stateOf(userId) === undefined)
    this.gone.clear()
    this.writing = this.writing.then(async () => {
      for (let at = 0; at < left.length; at += AT_ONCE) await this.write(left.slice(at, at + AT_ONCE)).catch(onError)
    })
  }

  private async write(left: readonly (readonly [UserId, number])[]): Promise<void> {
    const { database, online, users, written } = this.options
    const userIds = left.map(([userId]) => userId)
    await database.write(async (tx) => {
      const keys = await users.keysOf(tx.db, userIds)
      if (keys.size === 0) return
      await tx.lock({ users: [...keys.values()] })
      const seen = left.map(([userId, at]) => ({ key: keys.get(userId) ?? -1, at }))
      await updateSeen(tx, seen)
    })
    for (const userId of userIds) {
      written(userId)
      online.republish(userId)
    }
  }
}
