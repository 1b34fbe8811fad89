import {
  type ChatId,
  type Input,
  limits,
  type Report,
  type ReportAct,
  type Reporter,
  type ReportId,
  type ReportReason,
  type Result,
  type UserId,
} from '@parley/protocol'
import { peopleIn } from '@parley/protocol/people-in'
import { isAbove } from '../groups/policy'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toId } from '../lib/uuid-bytes'
import type { HeldMedia } from '../media/held-media'
import type { Database, Queries } from '../storage/database'
import { userIds } from '../storage/queries/user-ids'
import type { Users } from '../users/users'
import type { Deciders, Deciding } from './deciders'
import { messagesOf } from './forms'
import * as store from './store'

export interface ReportPagesOptions {
  readonly database: Database
  readonly users: Users
  readonly deciders: Deciders
  readonly held: HeldMedia
}

/** A caller who decides. */
interface Decider {
  readonly caller: Caller
  readonly as: Deciding
}

/** Reports as those who decide see them. */
export class ReportPages {
  constructor(private readonly options: ReportPagesOptions) {}

  /** A page of reports. */
  list(caller: Caller, { chatId, state, after }: Input<'reports.list'>): Promise<Result<'reports.list'>> {
    const { database, deciders } = this.options
    return database.read(async (db) => {
      const { as, scope } = await deciders.scopeOf(db, caller, chatId)
      const last = after === undefined ? undefined : await store.selectById(db, after)
      if (after !== undefined && !last) throw fail('not_found', { field: 'after' })
      const select = state === 'open' ? store.selectOpen : store.selectEnded
      const rows = await select(db, scope, last)
      const reports = await this.show(db, { caller, as }, rows.slice(0, limits.reportsPage))
      return { reports, users: await this.peopleOf(db, reports), more: rows.length > limits.reportsPage }
    })
  }

  /** The number of open reports. */
  count(caller: Caller, { chatId }: Input<'reports.count'>): Promise<Result<'reports.count'>> {
    const { database, deciders } = this.options
    return database.read(async (db) => {
      const { scope } = await deciders.scopeOf(db, caller, chatId)
      return { count: await store.countOpen(db, scope) }
    })
  }

  /** Addresses of the uploads that a report holds. */
  media(caller: Caller, { id }: Input<'reports.media'>): Promise<Result<'reports.media'>> {
    const { database, deciders, held } = this.options
    return database.read(async (db) => {
      const row = await store.selectById(db, id)
      if (!row || (await deciders.decidingOn(db, caller, row)) === undefined) throw fail('not_found')
      return { media: await held.addressesOf(db, id) }
    })
  }

  /** Rows as a decider sees them. */
  async show(db: Queries, decider: Decider, rows: readonly store.ReportRow[]): Promise<Report[]> {
    const reporters = await store.selectReporters(db, rows)
    const keys = [
      ...rows.flatMap(({ user_key, ended_by }) => [user_key, ended_by]),
      ...reporters.map(({ by_key }) => by_key),
    ]
    const chats = await store.selectChats(db, [...new Set(rows.flatMap(({ chat_key }) => chat_key ?? []))])
    const about = {
      ids: await userIds(
        db,
        keys.filter((key) => key !== null),
      ),
      chats: new Map(chats.map((chat) => [chat.key, chat])),
      reporters: Map.groupBy(reporters, ({ report_key }) => report_key),
    }
    const people = await store.selectPeople(db, [...new Set(rows.map(({ user_key }) => user_key))])
    return Promise.all(
      rows.map(async (row) => {
        const chat = row.chat_key === null ? undefined : about.chats.get(row.chat_key)
        const person = people.find(({ key }) => key === row.user_key)
        const acts = row.ended_at === null ? await actsOn(db, decider, { row, chat, person }) : []
        return { ...toReport(row, decider, about), acts }
      }),
    )
  }

  private async peopleOf(db: Queries, reports: readonly Report[]): Promise<Result<'reports.list'>['users']> {
    const { users } = this.options
    const ids = reports.flatMap(({ userId, ended, reporters, messages }) => [
      ...[userId, ended?.byId, ...reporters.map(({ byId }) => byId)],
      ...messages.flatMap((message) => [...peopleIn(message)]),
    ])
    const keys = await users.keysOf(
      db,
      [...new Set(ids)].filter((id) => id !== undefined),
    )
    return users.rowsByKeys(db, [...keys.values()])
  }
}

interface Shown {
  readonly ids: ReadonlyMap<number, UserId>
  readonly chats: ReadonlyMap<number, store.ReportedChat>
  readonly reporters: ReadonlyMap<number, readonly store.ReporterRow[]>
}

const toReport = (row: store.ReportRow, { as }: Decider, { ids, chats, reporters }: Shown): Omit<Report, 'acts'> => {
  const idOf = (key: number): UserId => {
    const id = ids.get(key)
    if (id === undefined) throw fail('internal')
    return id
  }
  const chat = row.chat_key === null ? undefined : chats.get(row.chat_key)
  const reasons = JSON.parse(row.reasons) as Partial<Record<ReportReason, number>>
  return {
    ...{ id: toId<ReportId>(row.id), at: row.at, count: row.count, userId: idOf(row.user_key) },
    reasons: Object.entries(reasons).map(([reason, count]) => ({ reason: reason as ReportReason, count })),
    reporters: (reporters.get(row.key) ?? []).map(
      ({ reason, note, at, by_key }): Reporter => ({
        ...{ reason, at },
        ...(note === null ? {} : { note }),
        ...(by_key === null || as === 'moderator' ? {} : { byId: idOf(by_key) }),
      }),
    ),
    ...(chat && {
      chat: {
        ...{ id: toId<ChatId>(chat.id), kind: chat.kind },
        ...(chat.kind === 'channel' && chat.name !== null ? { name: chat.name } : {}),
      },
    }),
    messages: messagesOf(row.messages),
    ...(row.ended_at === null || row.act === null
      ? {}
      : {
          ended: {
            ...{ at: row.ended_at, act: row.act },
            ...(row.for_ms === null ? {} : { forMs: row.for_ms }),
            ...(row.ended_by === null || (row.by_admin === 1 && as === 'moderator')
              ? {}
              : { byId: idOf(row.ended_by) }),
          },
        }),
  }
}

interface Open {
  readonly row: store.ReportRow
  readonly chat: store.ReportedChat | undefined
  readonly person: Awaited<ReturnType<typeof store.selectPeople>>[number] | undefined
}

/** The acts that are open to a decider. The transaction of the act decides again. */
const actsOn = async (db: Queries, { caller, as }: Decider, { row, chat, person }: Open): Promise<ReportAct[]> => {
  const acts: ReportAct[] = ['dismiss']
  const { message_id: messageId, user_key: userKey } = row
  if (chat && messageId !== null && (chat.kind === 'direct' || chat.dissolved_at === null)) {
    if (await store.isThere(db, chat.key, messageId)) acts.push('retract')
    const place = await store.selectPlace(db, chat.key, userKey)
    const present = place?.left_seq === null
    if (chat.kind === 'group') {
      const own = as === 'administrator' ? 'owner' : (await store.selectPlace(db, chat.key, caller.userKey))?.role
      const above = own !== undefined && (!present || isAbove(own, place.role))
      if (present && above) acts.push('mute')
      if (above) acts.push('ban')
    }
    const mutable = chat.everybody === 1 || (present && place.role !== 'owner')
    if (chat.kind === 'channel' && mutable && person?.admin === 0) acts.push('mute')
  }
  if (as === 'administrator' && person?.erased_at === null) {
    if (person.disabled_at === null || (await store.isRevivable(db, userKey))) acts.push('disable')
  }
  return acts
}
