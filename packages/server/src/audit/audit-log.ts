import {
  type AuditAction,
  type AuditEntry,
  type AuditValues,
  type ChatId,
  type Input,
  limits,
  type Result,
  type UserId,
} from '@parley/protocol'
import type { Caller, ServiceCaller } from '../lib/caller'
import { toId } from '../lib/uuid-bytes'
import type { Database, Queries, Transaction } from '../storage/database'
import { userIds } from '../storage/queries/user-ids'
import type { UserRef, Users } from '../users/users'
import * as store from './store'

/** The actor: an administrator who calls a method, someone on the machine itself, or the server by its rules. */
export type Actor = Pick<Caller, 'userKey' | 'address'> | 'command line' | 'server'

/** An administrator, or a service. */
export type AnyActor = Actor | Pick<ServiceCaller, 'token' | 'address'>

/** An act of an administrator. */
export interface Act {
  readonly action: AuditAction
  /** The person whom it concerns. */
  readonly userKey?: number
  /** The channel that it concerns. */
  readonly chatKey?: number
  /** The settings that it may change, before and after. */
  readonly before?: AuditValues
  readonly after?: AuditValues
}

/** The log of what administrators did. Entries never change. They go when they are too old. */
export class AuditLog {
  constructor(private readonly options: { readonly database: Database; readonly users: Users }) {}

  /** Records an act in its own transaction. An act that leaves all its settings as they were is none. */
  async record(tx: Transaction, actor: AnyActor, { action, userKey, chatKey, before, after }: Act): Promise<void> {
    const changed = before && after && changedValues(before, after)
    if (changed && Object.keys(changed.after).length === 0) return
    await store.insertEntry(tx.db, {
      ...{ at: tx.now, action, ...columnsOf(actor) },
      ...{ user_key: userKey ?? null, chat_key: chatKey ?? null },
      before: changed ? JSON.stringify(changed.before) : null,
      after: changed ? JSON.stringify(changed.after) : null,
    })
  }

  /** Whether a service was the last to disable a user, without an entry since that enables them. */
  async isDisabledByService(tx: Transaction, userKey: number): Promise<boolean> {
    const disabled = await store.selectNewest(tx.db, { userKey, action: 'user_disabled' })
    if (!disabled || disabled.service === null) return false
    const enabled = await store.selectNewest(tx.db, { userKey, action: 'user_enabled' })
    return enabled === undefined || enabled.key < disabled.key
  }

  /** Records what a service did to a user, unless an entry since a time says so. */
  async recordOnce(
    tx: Transaction,
    service: Pick<ServiceCaller, 'token' | 'address'>,
    { action, userKey, sinceMs }: { action: AuditAction; userKey: number; sinceMs: number },
  ): Promise<void> {
    const newest = await store.selectNewest(tx.db, { userKey, action, service: service.token.name })
    if (!newest || newest.at < sinceMs) await this.record(tx, service, { action, userKey })
  }

  /** A page of entries, newest first. Decisions on reports about the reader are hidden from them. */
  list(
    caller: Pick<Caller, 'userKey'>,
    { byId, userId, action, from = 0, until, after }: Input<'admin.audit'>,
  ): Promise<Result<'admin.audit'>> {
    const { database, users } = this.options
    return database.read(async (db) => {
      const keys = await users.keysOf(
        db,
        [byId, userId].filter((id) => id !== undefined),
      )
      const [byKey, userKey] = [byId, userId].map((id) => (id === undefined ? undefined : keys.get(id)))
      if ((byId !== undefined && byKey === undefined) || (userId !== undefined && userKey === undefined)) return nothing
      const filters = {
        viewerKey: caller.userKey,
        ...(byKey === undefined ? {} : { byKey }),
        ...(userKey === undefined ? {} : { userKey }),
        ...(action === undefined ? {} : { action }),
      }
      const rows = await store.selectPage(db, filters, { from, ...endOf(until, after) })
      return { ...(await this.shown(db, rows.slice(0, limits.auditPage))), more: rows.length > limits.auditPage }
    })
  }

  /** Removes entries that are too old; returns how many. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return store.deleteOld(tx.db, { before: tx.now - limits.auditMs, limit })
  }

  /** Removes the network addresses of an administrator who is being erased; returns whether there are more. */
  async eraseAddresses(tx: Transaction, user: UserRef, limit: number): Promise<boolean> {
    return (await store.clearAddresses(tx.db, { byKey: user.key, limit })) === limit
  }

  private async shown(
    db: Queries,
    rows: readonly store.AuditRow[],
  ): Promise<Pick<Result<'admin.audit'>, 'entries' | 'users' | 'channels'>> {
    const userKeys = rows.flatMap(({ by_key, user_key }) => [by_key, user_key]).filter((key) => key !== null)
    const ids = await userIds(db, userKeys)
    const users = await this.options.users.rowsByKeys(db, userKeys)
    const chatKeys = [...new Set(rows.map(({ chat_key }) => chat_key).filter((key) => key !== null))]
    const chats = await store.selectChats(db, chatKeys)
    const chatIds = new Map(chats.map(({ key, id }) => [key, toId<ChatId>(id)]))
    return {
      entries: rows.map((row) => toEntry(row, { ids, chatIds })),
      users,
      channels: chats.map(({ id, name }) => ({ id: toId<ChatId>(id), ...(name === null ? {} : { name }) })),
    }
  }
}

const columnsOf = (actor: AnyActor) => {
  if (typeof actor === 'string') return { by_key: null, address: null, service: null }
  return 'token' in actor
    ? { by_key: null, address: actor.address, service: actor.token.name }
    : { by_key: actor.userKey, address: actor.address, service: null }
}

const nothing = { entries: [], users: [], channels: [], more: false }
/** Above every time, also with the number of a set of filters. */
const END_MS = 2 ** 52

/** The end of a page: where the page before ended, or a time. */
const endOf = (until = END_MS, after?: Input<'admin.audit'>['after']) =>
  after && after.at < until ? { at: after.at, key: after.id } : { at: until, key: 0 }

/** The values that differ. */
const changedValues = (before: AuditValues, after: AuditValues): { before: AuditValues; after: AuditValues } => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = names.filter((name) => (before[name] ?? null) !== (after[name] ?? null))
  const only = (values: AuditValues) => Object.fromEntries(changed.map((name) => [name, values[name] ?? null]))
  return { before: only(before), after: only(after) }
}

interface Ids {
  readonly ids: ReadonlyMap<number, UserId>
  readonly chatIds: ReadonlyMap<number, ChatId>
}

const toEntry = (row: store.AuditRow, { ids, chatIds }: Ids): AuditEntry => {
  const byId = row.by_key === null ? undefined : ids.get(row.by_key)
  const userId = row.user_key === null ? undefined : ids.get(row.user_key)
  const chatId = row.chat_key === null ? undefined : chatIds.get(row.chat_key)
  return {
    ...{ id: row.key, at: row.at, action: row.action },
    ...(byId === undefined ? {} : { byId }),
    ...(row.address === null ? {} : { address: row.address }),
    ...(row.service === null ? {} : { service: row.service }),
    ...(userId === undefined ? {} : { userId }),
    ...(chatId === undefined ? {} : { chatId }),
    ...(row.before === null ? {} : { before: JSON.parse(row.before) }),
    ...(row.after === null ? {} : { after: JSON.parse(row.after) }),
  }
}
