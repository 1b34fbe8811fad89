import type { RandomBytes } from '@parley/protocol'
import {
  type Chat,
  type ChatId,
  type ChatState,
  type Member,
  type Message,
  type MessageId,
  newUuidV7,
  type StoredBody,
  type SystemBody,
  type UserId,
} from '@parley/protocol'
import { foldName } from '../lib/fold-name'
import { toBytes, toId } from '../lib/uuid-bytes'
import { noState, stateFromRow } from '../storage/append/state-row'
import type { Queries, Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import type { UserRef, Users } from '../users/users'
import type { ChatAccess } from './access'
import { type NewMember, putMembers } from './members'
import { publishChatChange } from './publish-chat-change'
import { putState, selectState } from './state-store'
import type { ChatRow } from './store'
import * as store from './store'

export type { ChatRow, ChatRowChange } from './store'

/** A message that the server writes into a chat, with its place from the chat's change. */
export interface SystemMessage {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly id: MessageId
  readonly sender: { readonly key: number; readonly id: UserId }
  readonly seq: number
  readonly rev: number
  readonly at: number
  readonly body: StoredBody
  /** The name of the service that caused it. */
  readonly via?: string | undefined
}

/** Stores messages of the server. */
export interface SystemMessages {
  /** Stores a system message and returns its wire row. */
  addSystem(db: Queries, message: SystemMessage): Promise<Message>
  /** The message with an id in a chat, in its wire form; undefined if there is none. */
  findMessage(db: Queries, place: { chatKey: number; chatId: ChatId; id: MessageId }): Promise<Message | undefined>
}

export interface ChatChangesOptions {
  readonly systemMessages: SystemMessages
  readonly users: Users
  readonly access: ChatAccess
  readonly random?: RandomBytes
}

/** A system message that comes with a change. */
export interface NewSystem {
  readonly sender: UserRef
  readonly body: SystemBody
  /** Its id, if the caller chose one. */
  readonly id?: MessageId
  /** The name of the service that caused it. */
  readonly via?: string | undefined
}

export interface NewChat {
  readonly id: ChatId
  readonly kind: ChatRow['kind']
  readonly name?: string
  readonly about?: string
  readonly maxMembers?: number
  readonly owner?: UserRef
  readonly members: readonly UserRef[]
  readonly system?: NewSystem
}

/** One committed change of a chat: its increments, and its visible result. */
export interface ChatChange {
  readonly chat: ChatRow
  readonly raise?: Omit<store.ChatRaise, 'message'>
  readonly system?: NewSystem
}

/** The result of a change: the new chat row, and its system message. */
export interface Changed {
  readonly row: ChatRow
  readonly messages: Message[]
}

/** Creates and changes chats: the common rules of rev, access and publishing for every kind of chat. */
export class ChatChanges {
  constructor(private readonly options: ChatChangesOptions) {}

  /** Creates a chat with its first members, who are locked; all of them find it in their list. */
  async createChat(tx: Transaction, chat: NewChat): Promise<{ chat: Chat; members: Member[]; row: ChatRow }> {
    const people = [...chat.members].sort((a, b) => a.key - b.key)
    const revs = await this.raiseUsers(tx, people)
    const low = people[0]
    const high = people.at(-1)
    const seq = chat.system ? 1 : 0
    const row = await store.insertChat(
      tx.db,
      {
        id: toBytes(chat.id),
        kind: chat.kind,
        seq,
        last_at: tx.now,
        member_count: people.length,
        ...(chat.name === undefined ? {} : { name: chat.name }),
        ...(chat.owner ? { owner_key: chat.owner.key } : {}),
        ...(chat.maxMembers === undefined ? {} : { max_members: chat.maxMembers }),
        ...(chat.kind === 'channel' ? { history_visible: 1, name_folded: foldName(chat.name ?? '') } : {}),
        ...(chat.about === undefined ? {} : { about: chat.about }),
        ...(chat.kind === 'direct' && low && high ? { direct_low: low.key, direct_high: high.key } : {}),
      },
      tx.now,
    )
    const members = people.map(
      (user): NewMember => ({
        user,
        role: user.key === chat.owner?.key ? 'owner' : 'member',
        joinedSeq: 0,
        visibleFrom: 1,
      }),
    )
    const rows = await putMembers(tx.db, row, members)
    const messages = chat.system ? [await this.addSystem(tx, row, chat.system)] : []
    const wire = await store.toChat(tx.db, row)
    const users = await this.options.users.rowsByKeys(
      tx.db,
      people.map(({ key }) => key),
    )
    publishChatChange(tx, row, {
      from: 0,
      rows: { chat: wire, messages, ...(chat.kind === 'direct' ? {} : { members: rows }), users },
      joined: people.map(({ id }) => id),
    })
    await this.putStates(tx, row, { people, revs })
    return { chat: wire, members: rows, row }
  }

  /** Raises the rev of a locked chat for one change, and writes its system message. */
  async changeChat(tx: Transaction, { chat, raise, system }: ChatChange): Promise<Changed> {
    const row = await store.raiseChat(tx, chat.key, { ...raise, ...(system ? { message: true } : {}) })
    const messages = system ? [await this.addSystem(tx, row, system)] : []
    if (raise?.access) tx.whenDurable(() => this.options.access.invalidateChat(toId(row.id)))
    return { row, messages }
  }

  /** The message with an id in a chat, without regard to readers. */
  findMessage(tx: Transaction, chat: ChatRow, id: MessageId): Promise<Message | undefined> {
    return this.options.systemMessages.findMessage(tx.db, { chatKey: chat.key, chatId: toId<ChatId>(chat.id), id })
  }

  /** Raises the revs of several locked users. */
  async raiseUsers(tx: Transaction, people: readonly UserRef[]): Promise<Map<number, number>> {
    const revs = new Map<number, number>()
    for (const { key } of [...people].sort((a, b) => a.key - b.key)) revs.set(key, await raiseUserRev(tx, key))
    return revs
  }

  /** Adds the chat to these users' lists, read up to its head. */
  async putStates(
    tx: Transaction,
    row: ChatRow,
    { people, revs }: { people: readonly UserRef[]; revs: ReadonlyMap<number, number> },
  ): Promise<void> {
    for (const { key, id } of people) {
      const rev = revs.get(key) ?? 1
      const held = await putState(tx.db, { userKey: key, chatKey: row.key }, { read_seq: row.seq, rev })
      const state = stateFromRow(held, toId(row.id))
      const joins = [state.chatId]
      tx.publish({ kind: 'user', userId: id, delta: { from: rev - 1, rev, states: [state] }, joins })
    }
  }

  /** One user's state of a chat. */
  async stateOf(tx: Transaction, row: ChatRow, user: UserRef): Promise<ChatState> {
    const state = await selectState(tx.db, { userKey: user.key, chatKey: row.key })
    return state ? stateFromRow(state, toId(row.id)) : noState(toId(row.id))
  }

  toChat(tx: Transaction, row: ChatRow): Promise<Chat> {
    return store.toChat(tx.db, row)
  }

  private addSystem(
    tx: Transaction,
    row: ChatRow,
    { id = newUuidV7(tx.now, this.options.random) as MessageId, ...system }: NewSystem,
  ): Promise<Message> {
    const place = { chatKey: row.key, chatId: toId<ChatId>(row.id), seq: row.seq, rev: row.rev, at: row.last_at }
    return this.options.systemMessages.addSystem(tx.db, { ...place, ...system, id })
  }
}
