import {
  type Input,
  limits,
  type Message,
  newUuidV7,
  type RandomBytes,
  type ReportId,
  type ReportReason,
  type Result,
} from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import type { ChatAccess } from '../chats/access'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { HeldMedia } from '../media/held-media'
import { findReportedMessage } from '../messages/reported-message'
import type { Database, Queries, Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import type { Deciders } from './deciders'
import { type Form, type NewForm, withForm } from './forms'
import * as store from './store'

export interface ReportsOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly users: Users
  readonly deciders: Deciders
  readonly held: HeldMedia
  readonly random?: RandomBytes
}

/** The target of a report, as the reporter sees it. */
interface Reported {
  readonly target: store.Target
  readonly message?: Message
}

const HOUR_MS = 3_600_000

/** Reports that people make. */
export class Reports {
  constructor(private readonly options: ReportsOptions) {}

  /** Reports a message or a person. Reports of the same one join until they are decided. */
  create(caller: Caller, input: Input<'reports.create'>): Promise<Result<'reports.create'>> {
    const { database, deciders, held } = this.options
    return database.write(async (tx) => {
      const { target } = await this.find(tx.db, caller, input)
      await tx.lock({ users: [caller.userKey, target.userKey] })
      if (target.message) await tx.lock({ chats: [target.message.chatKey] })
      // Read again: the message may have been edited or retracted before the lock.
      const { message } = await this.find(tx.db, caller, input)
      const open = await store.selectOpenOf(tx.db, target)
      if (open && (await store.hasReported(tx.db, open.key, caller.userKey))) return {}
      await requireRate(tx, caller)
      const row = open ?? (await this.insert(tx, target))
      await addReporter(tx, row, { ...input, caller })
      await store.updateReport(tx.db, row.key, await added(tx, row, { ...input, caller, message }))
      if (message) await held.hold(tx, toId<ReportId>(row.id), uploadsOf(message.body))
      await deciders.tell(tx, row)
      return {}
    })
  }

  /** Removes reports that ended, or have been open, for too long, with at most `limit` of their rows; returns `limit` if there may be more. */
  async removeOld(tx: Transaction, limit: number): Promise<number> {
    const times = { endedBefore: tx.now - limits.reportKeptMs, openBefore: tx.now - limits.reportOpenMs }
    const old = await store.selectOld(tx.db, { ...times, limit })
    const isMoreLeft = await this.removeSome(tx, old, limit)
    return isMoreLeft ? limit : old.length
  }

  /** Erases the next reports about a user, and what the user wrote in reports. Returns whether there are more. */
  async eraseReports(tx: Transaction, user: UserRef, limit: number): Promise<boolean> {
    const about = await store.selectAbout(tx.db, user.key, limit)
    const isMoreLeft = await this.removeSome(tx, about, limit)
    const forgotten = await store.forgetReporter(tx.db, user.key, limit)
    return isMoreLeft || about.length === limit || forgotten === limit
  }

  /** Removes the first of some reports, as many as `limit` rows allow, or a part of the first one. Returns whether some are left. */
  private async removeSome(tx: Transaction, rows: readonly store.Old[], limit: number): Promise<boolean> {
    let left = limit
    const some = rows.filter(({ count }) => {
      left -= count + 1
      return left >= 0
    })
    const [first] = rows
    if (some.length === 0 && first) {
      if ((await store.deleteReporters(tx.db, first.key, limit)) === limit) return true
      some.push(first)
    }
    await this.remove(tx, some)
    return some.length < rows.length
  }

  private async remove(tx: Transaction, rows: readonly store.Old[]): Promise<void> {
    await this.options.held.end(
      tx,
      rows.map(({ id }) => (typeof id === 'string' ? toBytes(id) : id)),
    )
    await store.deleteReports(
      tx.db,
      rows.map(({ key }) => key),
    )
  }

  /** @throws `not_found`, `forbidden`, `retracted`, `invalid_params` for oneself */
  private async find(db: Queries, caller: Caller, { message, userId }: Input<'reports.create'>): Promise<Reported> {
    const { access, users } = this.options
    if (message) {
      const found = await findReportedMessage(db, access, { caller, chatId: message.chatId, id: message.id })
      const place = { chatKey: found.range.chatKey, id: toBytes(message.id) }
      return { target: { userKey: found.senderKey, message: place }, message: found.message }
    }
    if (userId === caller.userId)
      throw fail('invalid_params', { field: 'userId', message: 'userId: must be another person' })
    const key = userId && (await users.keysOf(db, [userId])).get(userId)
    const [user] = key === undefined ? [] : await users.rowsByKeys(db, [key])
    if (key === undefined || !user || user.deleted) throw fail('not_found', { field: 'userId' })
    return { target: { userKey: key } }
  }

  private insert(tx: Transaction, { userKey, message }: store.Target): Promise<store.ReportRow> {
    return store.insertReport(tx.db, {
      id: toBytes(newUuidV7(tx.now, this.options.random)),
      ...{ chat_key: message?.chatKey ?? null, message_id: message?.id ?? null, user_key: userKey },
      ...{ at: tx.now, count: 0, reasons: '{}', messages: '[]' },
    })
  }
}

/** @throws `rate_limited` */
const requireRate = async (tx: Transaction, { userKey }: Caller): Promise<void> => {
  const limit = limits.reportsPerHour
  const times = await store.selectTimes(tx.db, { byKey: userKey, since: tx.now - HOUR_MS, limit })
  const oldest = times[limit - 1]
  if (oldest !== undefined) throw fail('rate_limited', { retryAfterMs: oldest + HOUR_MS - tx.now })
}

const addReporter = (
  tx: Transaction,
  { key, count }: store.ReportRow,
  { caller, reason, note }: Pick<Input<'reports.create'>, 'reason' | 'note'> & { readonly caller: Caller },
): Promise<void> =>
  store.insertReporter(tx.db, {
    ...{ report_key: key, place: count + 1, by_key: caller.userKey, reason, at: tx.now },
    note: note ? note : null,
  })

interface Added {
  readonly caller: Caller
  readonly reason: ReportReason
  readonly message: Message | undefined
}

/** A report with one more reporter, and with the form that they saw. */
const added = async (tx: Transaction, row: store.ReportRow, { caller, reason, message }: Added) => {
  const reasons = JSON.parse(row.reasons) as Partial<Record<ReportReason, number>>
  const count = row.count + 1
  return {
    count,
    reasons: JSON.stringify({ ...reasons, [reason]: (reasons[reason] ?? 0) + 1 }),
    ...(message && { messages: await formsWith(tx, row, { message, place: count, userKey: caller.userKey }) }),
  }
}

const formsWith = async (tx: Transaction, row: store.ReportRow, form: NewForm): Promise<string> => {
  const forms = JSON.parse(row.messages) as Form[]
  const places = forms.flatMap(({ place }) => place ?? [])
  const keys = await store.selectReporterKeys(tx.db, row.key, places)
  const keyOf = (place: number | undefined) => keys.get(place ?? 0) ?? Number.POSITIVE_INFINITY
  return JSON.stringify(withForm(forms, form, keyOf))
}
