import { type ChatId, type Input, limits, type Result } from '@parley/protocol'
import type { Bus } from '../bus/bus'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'
import type { Database, Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import * as lists from './lists-store'
import type { Scenes } from './scene'

export interface RequestsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly scenes: Scenes
  readonly users: Users
}

interface Group {
  readonly chat: { readonly key: number }
  readonly chatId: ChatId
}

/** Who waits to be let into groups, and who is kept out: what only owners and admins see. Nothing here raises a rev. */
export class Requests {
  constructor(private readonly options: RequestsOptions) {}

  /** Notes that somebody wants to come in; the group is locked. */
  async ask(tx: Transaction, group: Group, user: UserRef): Promise<void> {
    if ((await lists.countRequests(tx.db, group.chat.key)) >= limits.joinRequestsMax) throw fail('group_full')
    const request = { chat_key: group.chat.key, user_key: user.key, at: tx.now }
    if (await lists.putRequest(tx.db, request)) await this.hint(tx, group)
  }

  /** Takes away what these people asked; the group is locked. Answers whether anybody had. */
  async drop(tx: Transaction, group: Group, people: readonly UserRef[]): Promise<boolean> {
    const keys = people.map(({ key }) => key)
    if (keys.length === 0 || (await lists.deleteRequests(tx.db, group.chat.key, keys)) === 0) return false
    await this.hint(tx, group)
    return true
  }

  /** Who waits. */
  list(caller: Caller, { chatId, after }: Input<'groups.requests'>): Promise<Result<'groups.requests'>> {
    const { database, scenes, users } = this.options
    return database.read(async (db) => {
      const { chatKey } = await scenes.look(db, caller, { chatId, needs: 'admin' })
      const rows = await lists.selectRequests(db, { chatKey, after: await users.keyAfter(db, after) })
      const page = rows.slice(0, limits.groupListPage)
      return {
        requests: page.map(({ user_id, at }) => ({ userId: user_id, at })),
        users: await users.rowsByKeys(
          db,
          page.map(({ user_key }) => user_key),
        ),
        count: await lists.countRequests(db, chatKey),
        more: rows.length > page.length,
      }
    })
  }

  /** Who is banned. */
  bans(caller: Caller, { chatId, after }: Input<'groups.bans'>): Promise<Result<'groups.bans'>> {
    const { database, scenes, users } = this.options
    return database.read(async (db) => {
      const { chatKey } = await scenes.look(db, caller, { chatId, needs: 'admin' })
      const rows = await lists.selectBans(db, { chatKey, after: await users.keyAfter(db, after) })
      const page = rows.slice(0, limits.groupListPage)
      return {
        bans: page.map(({ user_id, by_id, at }) => ({ userId: user_id, byId: by_id, at })),
        users: await users.rowsByKeys(
          db,
          page.flatMap(({ user_key, by_key }) => [user_key, by_key]),
        ),
        more: rows.length > page.length,
      }
    })
  }

  /** Tells the owner and the admins how many wait now, once that is durable. */
  private async hint(tx: Transaction, { chat, chatId }: Group): Promise<void> {
    const leaders = await lists.selectLeaders(tx.db, chat.key)
    const frame = notification('chat.requests', { chatId, count: await lists.countRequests(tx.db, chat.key) })
    tx.whenDurable(() => {
      for (const userId of leaders) this.options.bus.publish({ kind: 'ephemeral', topic: topics.user(userId), frame })
    })
  }
}
