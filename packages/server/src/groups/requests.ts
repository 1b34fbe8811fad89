import { type ChatId, type Input, limits, type Result, type UserId } from '@parley/protocol'
import type { Bus } from '../bus/bus'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'
import type { Database, Queries, Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import type { GroupActions } from './group-action'
import * as lists from './lists-store'

export interface RequestsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly actions: GroupActions
  readonly users: Users
}

interface Group {
  readonly chat: { readonly key: number }
  readonly chatId: ChatId
}

/** Join requests and bans, for owners and admins only. Nothing here raises a rev. */
export class Requests {
  constructor(private readonly options: RequestsOptions) {}

  /** Stores a join request; the group is locked. */
  async addRequest(tx: Transaction, group: Group, user: UserRef): Promise<void> {
    if ((await lists.countRequests(tx.db, group.chat.key)) >= limits.joinRequestsMax) throw fail('group_full')
    const request = { chat_key: group.chat.key, user_key: user.key, at: tx.now }
    if (await lists.putRequest(tx.db, request)) await this.hint(tx, group)
  }

  /** Removes these users' requests; the group is locked. Returns whether there were any. */
  async dropRequests(tx: Transaction, group: Group, people: readonly UserRef[]): Promise<boolean> {
    const keys = people.map(({ key }) => key)
    if (keys.length === 0 || (await lists.deleteRequests(tx.db, group.chat.key, keys)) === 0) return false
    await this.hint(tx, group)
    return true
  }

  /** The waiting users. */
  list(caller: Caller, { chatId, after }: Input<'groups.requests'>): Promise<Result<'groups.requests'>> {
    const { database, actions, users } = this.options
    return database.read(async (db) => {
      const { chatKey } = await actions.findGroup(db, caller, { chatId, needs: 'admin' })
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

  /** The banned users. */
  bans(caller: Caller, { chatId, after }: Input<'groups.bans'>): Promise<Result<'groups.bans'>> {
    const { database, actions, users } = this.options
    return database.read(async (db) => {
      const { chatKey } = await actions.findGroup(db, caller, { chatId, needs: 'admin' })
      const rows = await lists.selectBans(db, { chatKey, after: await users.keyAfter(db, after) })
      const page = rows.slice(0, limits.groupListPage)
      return {
        bans: page.map(({ user_id, by_id, by_admin, at }) => ({
          ...{ userId: user_id, at },
          ...(by_admin === 1 ? {} : { byId: by_id }),
        })),
        users: await users.rowsByKeys(
          db,
          page.flatMap(({ user_key, by_key, by_admin }) => (by_admin === 1 ? [user_key] : [user_key, by_key])),
        ),
        more: rows.length > page.length,
      }
    })
  }

  /** The owner and the admins of a group. */
  leadersOf(db: Queries, chatKey: number): Promise<UserId[]> {
    return lists.selectLeaders(db, chatKey)
  }

  /** Sends the number of waiting users to the owner and the admins, once it is durable. */
  private async hint(tx: Transaction, { chat, chatId }: Group): Promise<void> {
    const leaders = await this.leadersOf(tx.db, chat.key)
    const frame = notification('chat.requests', { chatId, count: await lists.countRequests(tx.db, chat.key) })
    tx.whenDurable(() => {
      for (const userId of leaders) this.options.bus.publish({ kind: 'ephemeral', topic: topics.user(userId), frame })
    })
  }
}
