import type { UserId } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import type { Database } from '../storage/database'
import type { Users } from '../users/users'
import type { Online } from './online'
import * as store from './store'

export interface LastSeenOptions {
  readonly database: Database
  readonly clock: Clock
  readonly users: Users
  readonly online: Pick<Online, 'stateOf' | 'tellAgain'>
  /** When somebody was last seen is known now. */
  readonly written: (userId: UserId) => void
  readonly onError: (error: unknown) => void
}

/** Who comes back within this, as after a reload of the page, was never away. */
const GRACE_MS = 1_000
/** People whose time is written in one transaction. */
const AT_ONCE = 200

/** Writes down when people were last seen: when they went, or hid, and nobody sees them on another node. */
export class LastSeen {
  /** Since when people are gone. */
  private readonly gone = new Map<UserId, number>()
  private scheduled = false
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly options: LastSeenOptions) {}

  /** Somebody is no longer seen. */
  left(userId: UserId): void {
    this.gone.set(userId, this.options.database.now())
    if (this.scheduled) return
    this.scheduled = true
    this.options.clock.setTimeout(() => {
      this.scheduled = false
      this.flush()
    }, GRACE_MS)
  }

  /** Writes what is not written yet. */
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
      await store.updateSeen(tx, seen)
    })
    for (const userId of userIds) {
      written(userId)
      online.tellAgain(userId)
    }
  }
}
