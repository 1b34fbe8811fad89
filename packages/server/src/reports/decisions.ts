import type { ChatId, Input, Result } from '@parley/protocol'
import type { Admin } from '../admin/admin'
import type { AuditLog } from '../audit/audit-log'
import type { Channels } from '../channels/channels'
import type { ChatAccess } from '../chats/access'
import type { Departures } from '../groups/departures'
import type { GroupAction, GroupActions } from '../groups/group-action'
import type { Roles } from '../groups/roles'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toId } from '../lib/uuid-bytes'
import type { MessageChanges } from '../messages/message-changes'
import type { Database, Transaction } from '../storage/database'
import { userIds } from '../storage/queries/user-ids'
import type { UserRef } from '../users/users'
import type { Deciders, Deciding } from './deciders'
import type { ReportPages } from './report-pages'
import * as store from './store'

export interface DecisionsOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly deciders: Deciders
  readonly pages: Pick<ReportPages, 'show'>
  readonly messages: Pick<MessageChanges, 'retractIn'>
  readonly actions: Pick<GroupActions, 'heldGroup'>
  readonly roles: Pick<Roles, 'muteIn'>
  readonly departures: Pick<Departures, 'banIn'>
  readonly channels: Pick<Channels, 'muteIn'>
  readonly admin: Pick<Admin, 'setDisabledIn'>
  readonly audit: Pick<AuditLog, 'record'>
}

/** One decision, with everything locked that it changes. */
interface Decision {
  readonly caller: Caller
  readonly as: Deciding
  readonly row: store.ReportRow
  readonly chat: store.ReportedChat | undefined
  /** The reported person. */
  readonly user: UserRef
  readonly input: Input<'reports.end'>
}

/** Ends of reports. The act and the end are one transaction, so that of two deciders one acts, and the other sees the act. */
export class Decisions {
  constructor(private readonly options: DecisionsOptions) {}

  /** Ends a report with an act. An ended report stays as it is. */
  end(caller: Caller, input: Input<'reports.end'>): Promise<Result<'reports.end'>> {
    const { database, deciders, pages } = this.options
    return database.write(async (tx) => {
      const found = await store.selectById(tx.db, input.id)
      if (!found) throw fail('not_found')
      await tx.lock({ users: [caller.userKey, found.user_key] })
      if (found.chat_key !== null) await tx.lock({ chats: [found.chat_key] })
      const row = await store.selectById(tx.db, input.id)
      const as = row && (await deciders.decidingOn(tx.db, caller, row))
      if (!row || !as) throw fail('not_found')
      const ended = row.ended_at === null ? await this.decide(tx, { caller, as, row, input }) : row
      const [report] = await pages.show(tx.db, { caller, as }, [ended])
      if (!report) throw fail('internal')
      return { report, isYours: ended.ended_by === caller.userKey }
    })
  }

  private async decide(tx: Transaction, open: Omit<Decision, 'chat' | 'user'>): Promise<store.ReportRow> {
    const { caller, as, row, input } = open
    const [chat] = row.chat_key === null ? [] : await store.selectChats(tx.db, [row.chat_key])
    const id = (await userIds(tx.db, [row.user_key])).get(row.user_key)
    if (id === undefined) throw fail('internal')
    await this.act(tx, { ...open, chat, user: { key: row.user_key, id } })
    if (as === 'administrator') await this.record(tx, { ...open, chat })
    await this.options.deciders.tell(tx, row)
    return store.updateReport(tx.db, row.key, {
      ...{ ended_at: tx.now, ended_by: caller.userKey, by_admin: as === 'administrator' ? 1 : 0 },
      ...{ act: input.act, for_ms: input.forMs ?? null },
    })
  }

  private async act(tx: Transaction, decision: Decision): Promise<void> {
    const { caller, as, row, chat, user, input } = decision
    switch (input.act) {
      case 'dismiss':
        return
      case 'retract': {
        if (!chat || row.message_id === null) throw impossible()
        const message = { chatId: toId<ChatId>(chat.id), id: toId<Input<'messages.retract'>['id']>(row.message_id) }
        return this.options.messages.retractIn(tx, caller, message)
      }
      case 'mute':
        return this.mute(tx, decision, input.forMs ?? 0)
      case 'ban':
        return this.ban(tx, decision)
      case 'disable':
        if (as !== 'administrator') throw impossible()
        await this.options.admin.setDisabledIn(tx, caller, { userId: user.id, state: 'disabled' })
        return
      default:
        input.act satisfies never
    }
  }

  private async mute(tx: Transaction, decision: Decision, forMs: number): Promise<void> {
    const { caller, chat, user } = decision
    if (chat?.kind === 'channel') {
      const range = await this.options.access.findCommonRange(tx.db, toId<ChatId>(chat.id))
      if (!range) throw fail('not_found')
      await this.options.channels.muteIn(tx, caller, { chat: range.row, user, forMs })
      return
    }
    await this.options.roles.muteIn(tx, await this.groupOf(tx, decision), { userId: user.id, forMs })
  }

  private async ban(tx: Transaction, decision: Decision): Promise<void> {
    const { as, user } = decision
    await this.options.departures.banIn(tx, await this.groupOf(tx, decision), { userId: user.id, as })
  }

  private async groupOf(tx: Transaction, { caller, as, chat }: Decision): Promise<GroupAction> {
    if (chat?.kind !== 'group') throw impossible()
    const action = await this.options.actions.heldGroup(tx, caller, { chatId: toId<ChatId>(chat.id), as })
    if (action.chat.dissolved_at !== null) throw fail('dissolved')
    return action
  }

  /** The log names channels, which anyone can find, and no private chat. */
  private record(
    tx: Transaction,
    { caller, row, chat, input }: Pick<Decision, 'caller' | 'row' | 'chat' | 'input'>,
  ): Promise<void> {
    const { act, forMs } = input
    return this.options.audit.record(tx, caller, {
      ...{ action: 'report_ended', userKey: row.user_key },
      ...(chat?.kind === 'channel' ? { chatKey: chat.key } : {}),
      before: { reportAct: null },
      after: { reportAct: act, ...(forMs === undefined ? {} : { mutedForMs: forMs }) },
    })
  }
}

const impossible = () => fail('forbidden', { field: 'act' })
