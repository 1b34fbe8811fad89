import type { AuditValues, Chat, ChatId, Input, Member, Result } from '@parley/protocol'
import type { AuditLog } from '../audit/audit-log'
import type { ChatAccess } from '../chats/access'
import type { ChatChanges, ChatRow, ChatRowChange } from '../chats/chat-changes'
import { putMembers, putMuted, toMember } from '../chats/members'
import { publishChatChange } from '../chats/publish-chat-change'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { foldName } from '../lib/fold-name'
import { toId } from '../lib/uuid-bytes'
import type { SendRules } from '../moderation/send-rules'
import type { Database, Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import { leaveLocked } from './leave-locked'
import { cardsOf } from './listing'
import * as store from './store'

export interface ChannelsOptions {
  readonly database: Database
  readonly changes: ChatChanges
  readonly access: ChatAccess
  readonly users: Users
  readonly audit: Pick<AuditLog, 'record'>
  readonly sendRules: Pick<SendRules, 'know' | 'checkTexts'>
  /** The rule for creating channels. */
  readonly makers: 'admins' | 'everyone'
}

/** Public rooms. The world is the one of all users. */
export class Channels {
  constructor(private readonly options: ChannelsOptions) {}

  /** A page of the channels that people can join. */
  list(caller: Caller, input: Input<'channels.list'>): Promise<Result<'channels.list'>> {
    const { database } = this.options
    return database.read(async (db) => ({
      ...(await cardsOf(db, caller.userKey, input)),
      mayCreate: await this.mayCreate(db, caller),
    }))
  }

  /** Makes a channel; the same id again answers it as it is. */
  async create(caller: Caller, input: Input<'channels.create'>): Promise<Result<'channels.create'>> {
    const { changes, database, sendRules } = this.options
    await sendRules.know()
    const me = { key: caller.userKey, id: caller.userId }
    return database.write(async (tx) => {
      await tx.lock({ users: [me.key] })
      if (!(await this.mayCreate(tx.db, caller))) throw fail('forbidden')
      const existing = await store.selectChat(tx.db, input.id)
      if (existing && (existing.kind !== 'channel' || existing.owner_key !== me.key)) throw fail('conflict')
      if (!existing) sendRules.checkTexts({ name: input.name, about: input.about })
      const about = input.about ? { about: input.about } : {}
      const row =
        existing ??
        (
          await changes.createChat(tx, {
            id: input.id,
            kind: 'channel',
            name: input.name,
            owner: me,
            members: [me],
            ...about,
          })
        ).row
      return this.answer(tx, row, me)
    })
  }

  /** Changes what is named and differs. */
  async update(caller: Caller, { chatId, ...wanted }: Input<'channels.update'>): Promise<Chat> {
    const { changes, database, sendRules } = this.options
    await sendRules.know()
    return database.write(async (tx) => {
      const chat = await this.moderated(tx, caller, chatId)
      if (chat.everybody && (wanted.name !== undefined || wanted.about !== undefined)) throw fail('forbidden')
      const row = differing(chat, {
        ...(wanted.name === undefined ? {} : { name: wanted.name, name_folded: foldName(wanted.name) }),
        ...(wanted.about === undefined ? {} : { about: wanted.about || null }),
        ...(wanted.announcement === undefined ? {} : { announcement: wanted.announcement || null }),
        ...(wanted.mutedAll === undefined ? {} : { muted_all: wanted.mutedAll ? 1 : 0 }),
        ...(wanted.slowModeMs === undefined ? {} : { slow_mode_ms: wanted.slowModeMs }),
      })
      if (Object.keys(row).length === 0) return changes.toChat(tx, chat)
      sendRules.checkTexts(row)
      await this.recordChange(tx, caller, { chat, change: row })
      return this.change(tx, chat, row)
    })
  }

  /** Comes in; who is in already stays as they are. */
  join(caller: Caller, chatId: ChatId): Promise<Result<'channels.join'>> {
    const { changes, database, users } = this.options
    const me = { key: caller.userKey, id: caller.userId }
    return database.write(async (tx) => {
      const found = await store.selectChannel(tx.db, chatId)
      await tx.lock({ users: [me.key] })
      if (found) await tx.lock({ chats: [found.key] })
      const chat = await store.selectChannel(tx.db, chatId)
      if (!chat) throw fail('not_found')
      const place = await store.selectPlace(tx.db, chat.key, me.key)
      if (chat.everybody || place?.left_seq === null) return this.answer(tx, chat, me)
      const revs = await changes.raiseUsers(tx, [me])
      const { row } = await changes.changeChat(tx, { chat, raise: { access: true, members: 1 } })
      const members = await putMembers(tx.db, row, [
        { user: me, role: 'member', joinedSeq: row.seq, visibleFrom: row.first_seq },
      ])
      const profiles = await users.rowsByKeys(tx.db, [me.key])
      publishChatChange(tx, row, { rows: { members, users: profiles }, access: true, joined: [me.id] })
      await changes.putStates(tx, row, { people: [me], revs })
      return this.answer(tx, row, me)
    })
  }

  /** Leaves; a channel whose owner left is run by administrators. */
  leave(caller: Caller, chatId: ChatId): Promise<Member> {
    const { changes, database } = this.options
    const me = { key: caller.userKey, id: caller.userId }
    return database.write(async (tx) => {
      const chat = await this.lock(tx, caller, chatId)
      if (chat.everybody) throw fail('forbidden')
      return leaveLocked(tx, { chat, me, changes })
    })
  }

  /** Mutes a member for some time, or lifts the mute. */
  mute(caller: Caller, { chatId, userId, forMs }: Input<'channels.mute'>): Promise<Result<'channels.mute'>> {
    const { database, users } = this.options
    return database.write(async (tx) => {
      const key = (await users.keysOf(tx.db, [userId])).get(userId)
      if (key === undefined) throw fail('not_found', { field: 'userId' })
      const chat = await this.moderated(tx, caller, chatId)
      return this.muteIn(tx, caller, { chat, user: { key, id: userId }, forMs })
    })
  }

  /** The same in a channel that is locked, for one who moderates it. */
  async muteIn(
    tx: Transaction,
    caller: Caller,
    {
      chat,
      user: { key, id: userId },
      forMs,
    }: { readonly chat: ChatRow; readonly user: UserRef; readonly forMs: number },
  ): Promise<Result<'channels.mute'>> {
    const { audit, changes, users } = this.options
    const chatId = toId<ChatId>(chat.id)
    const place = await store.selectPlace(tx.db, chat.key, key)
    if (!chat.everybody && place?.left_seq !== null) throw fail('not_found', { field: 'userId' })
    const above = place?.role === 'owner' || (await store.selectAdmin(tx.db, key))
    // A mute from before they moderated the channel can be lifted.
    if (above && forMs > 0) throw fail('forbidden', { field: 'userId' })
    const until = forMs === 0 ? null : tx.now + forMs
    if (until === null && (place?.muted_until ?? null) === null)
      return place ? { member: toMember(place, { chatId, userId }) } : {}
    const { row } = await changes.changeChat(tx, { chat, raise: { access: true } })
    const { key: chatKey, first_seq: visibleFrom, rev } = row
    await putMuted(tx.db, { chatKey, userKey: key, until, visibleFrom, rev })
    if (chat.owner_key !== caller.userKey)
      await audit.record(tx, caller, {
        ...{ action: 'member_muted', userKey: key, chatKey },
        ...{ before: { mutedUntil: place?.muted_until ?? null }, after: { mutedUntil: until } },
      })
    const member = await this.memberOf(tx, chatKey, { chatId, user: { key, id: userId } })
    const profiles = await users.rowsByKeys(tx.db, [key])
    publishChatChange(tx, row, { rows: { members: [member], users: profiles }, access: true })
    return { member }
  }

  /** Opens or closes a channel for writing. */
  setOpen(caller: Caller, chatId: ChatId, open: 'open' | 'closed'): Promise<Chat> {
    const { changes, database } = this.options
    return database.write(async (tx) => {
      const found = await store.selectChannel(tx.db, chatId)
      if (found) await tx.lock({ chats: [found.key] })
      const chat = await store.selectChannel(tx.db, chatId)
      if (!chat) throw fail('not_found')
      const flag = open === 'open' ? 1 : 0
      if (chat.open === flag) return changes.toChat(tx, chat)
      await this.recordChange(tx, caller, { chat, change: { open: flag } })
      return this.change(tx, chat, { open: flag })
    })
  }

  /** A channel as administrators see it in the settings. */
  async settings(chatId: ChatId): Promise<{ open: boolean; mutedAll: boolean; slowModeMs: number }> {
    const chat = await this.options.database.read((db) => store.selectChannel(db, chatId))
    return { open: chat?.open === 1, mutedAll: chat?.muted_all === 1, slowModeMs: chat?.slow_mode_ms ?? 0 }
  }

  private async mayCreate(db: Transaction['db'], caller: Caller): Promise<boolean> {
    return this.options.makers === 'everyone' || store.selectAdmin(db, caller.userKey)
  }

  /** The channel under its lock, for a present member. */
  private async lock(tx: Transaction, caller: Caller, chatId: ChatId): Promise<ChatRow> {
    const { access } = this.options
    const look = async () => {
      const range = await access.findReadable(tx.db, chatId, caller.userKey)
      if (range?.kind !== 'channel') throw fail('not_found')
      return range
    }
    await tx.lock({ chats: [(await look()).chatKey] })
    const range = await look()
    if (!range.member) throw fail('not_a_member')
    return range.row
  }

  /** The same, for its owner; for an administrator whether they are in it or not. */
  private async moderated(tx: Transaction, caller: Caller, chatId: ChatId): Promise<ChatRow> {
    await tx.lock({ users: [caller.userKey] })
    if (!(await store.selectAdmin(tx.db, caller.userKey))) {
      const chat = await this.lock(tx, caller, chatId)
      if (chat.owner_key !== caller.userKey) throw fail('forbidden')
      return chat
    }
    const found = await store.selectChannel(tx.db, chatId)
    if (found) await tx.lock({ chats: [found.key] })
    const chat = await store.selectChannel(tx.db, chatId)
    if (!chat) throw fail('not_found')
    return chat
  }

  private async change(tx: Transaction, chat: ChatRow, change: ChatRowChange): Promise<Chat> {
    const { changes } = this.options
    const { row } = await changes.changeChat(tx, { chat, raise: { row: change, access: true } })
    const wire = await changes.toChat(tx, row)
    publishChatChange(tx, row, { rows: { chat: wire }, access: true })
    return wire
  }

  /** Records what an administrator changes in a channel; its owner changes their own. */
  private async recordChange(
    tx: Transaction,
    caller: Caller,
    { chat, change }: { readonly chat: ChatRow; readonly change: ChatRowChange },
  ): Promise<void> {
    if (chat.owner_key === caller.userKey) return
    const [before, after] = [auditValues(chat, change), auditValues({ ...chat, ...change }, change)]
    await this.options.audit.record(tx, caller, { action: 'channel_changed', chatKey: chat.key, before, after })
  }

  private async memberOf(
    tx: Transaction,
    chatKey: number,
    { chatId, user }: { chatId: ChatId; user: UserRef },
  ): Promise<Member> {
    const place = await store.selectPlace(tx.db, chatKey, user.key)
    if (!place) throw fail('internal')
    return toMember(place, { chatId, userId: user.id })
  }

  private async answer(tx: Transaction, row: ChatRow, me: UserRef): Promise<Result<'channels.join'>> {
    const { changes } = this.options
    return { chat: await changes.toChat(tx, row), state: await changes.stateOf(tx, row, me) }
  }
}

const differing = (chat: ChatRow, to: ChatRowChange): ChatRowChange =>
  Object.fromEntries(Object.entries(to).filter(([key, value]) => chat[key as keyof ChatRowChange] !== value))

/** The changed settings of a channel for the audit log. */
const auditValues = (chat: Pick<ChatRow, AuditedColumn>, change: ChatRowChange): AuditValues =>
  Object.fromEntries(
    Object.entries(audited).flatMap(([column, named]) => (column in change ? Object.entries(named(chat)) : [])),
  )

type AuditedColumn = 'name' | 'about' | 'announcement' | 'muted_all' | 'slow_mode_ms' | 'open'

const audited: { readonly [C in AuditedColumn]: (chat: Pick<ChatRow, C>) => AuditValues } = {
  name: ({ name }) => ({ name }),
  about: ({ about }) => ({ about }),
  announcement: ({ announcement }) => ({ announcement }),
  muted_all: ({ muted_all }) => ({ mutedAll: muted_all === 1 }),
  slow_mode_ms: ({ slow_mode_ms }) => ({ slowModeMs: slow_mode_ms }),
  open: ({ open }) => ({ open: open === 1 }),
}
