import type { RandomBytes } from '@parley/protocol'
import {
  type Chat,
  type ChatId,
  type ChatState,
  type Member,
  type Message,
  type MessageId,
  newUuidV7,
  type SystemBody,
} from '@parley/protocol'
import { foldName } from '../lib/fold-name'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { History } from '../messages/history'
import type { Transaction } from '../storage/database'
import { isLarge } from '../storage/large'
import { raiseUserRev } from '../storage/revs'
import { noState, stateFromRow } from '../storage/state-row'
import type { UserRef, Users } from '../users/users'
import type { AccessCache } from './access'
import { putState, selectState } from './state-store'
import type { ChatRow } from './store'
import * as store from './store'

export type { ChatRow, ChatRowChange } from './store'

export interface ChatChangesOptions {
  readonly history: History
  readonly users: Users
  readonly access: AccessCache
  readonly random?: RandomBytes
}

export interface NewChat {
  readonly id: ChatId
  readonly kind: ChatRow['kind']
  readonly name?: string
  readonly about?: string
  readonly maxMembers?: number
  readonly owner?: UserRef
  readonly members: readonly UserRef[]
  readonly system?: { readonly sender: UserRef; readonly body: SystemBody }
}

/** One committed change of a chat: what rises with it, and what members see of it. */
export interface ChatChange {
  readonly chat: ChatRow
  readonly raise?: Omit<store.ChatRaise, 'message'>
  readonly system?: { readonly sender: UserRef; readonly body: SystemBody }
}

/** What a change became: the chat row as it now is, and the message that tells of it. */
export interface Changed {
  readonly row: ChatRow
  readonly messages: Message[]
}

/** Making chats and changing them: the rules of rev, access and publishing that every kind of chat shares. */
export class ChatChanges {
  constructor(private readonly options: ChatChangesOptions) {}

  /** Makes a chat with its first members, who are locked; everybody finds it in their list. */
  async create(tx: Transaction, chat: NewChat): Promise<{ chat: Chat; members: Member[]; row: ChatRow }> {
    const people = [...chat.members].sort((a, b) => a.key - b.key)
    const revs = await this.raiseUsers(tx, people)
    const [low, high] = [people[0], people.at(-1)]
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
    const rows = await this.putMembers(tx, row, members)
    const messages = chat.system ? [await this.addSystem(tx, row, chat.system)] : []
    const wire = await store.toChat(tx.db, row)
    const delta = {
      ...{ chatId: chat.id, from: 0, rev: row.rev, chat: wire, messages },
      ...(chat.kind === 'direct' ? {} : { members: rows }),
      users: await this.options.users.rowsByKeys(
        tx.db,
        people.map(({ key }) => key),
      ),
    }
    const joined = people.map(({ id }) => id)
    tx.publish({ kind: 'chat', chatId: chat.id, delta, large: isLarge(row), seq, joined })
    await this.putStates(tx, row, { people, revs })
    return { chat: wire, members: rows, row }
  }

  /** Raises the rev of a chat that is locked for one change, and writes the message that tells of it. */
  async change(tx: Transaction, { chat, raise, system }: ChatChange): Promise<Changed> {
    const row = await store.raiseChat(tx, chat.key, { ...raise, ...(system ? { message: true } : {}) })
    const messages = system ? [await this.addSystem(tx, row, system)] : []
    if (raise?.access) tx.whenDurable(() => this.options.access.invalidate(toId(row.id)))
    return { row, messages }
  }

  /**
   * Writes member rows at the chat's rev, and answers them as the wire shows them. Who was here before keeps nickname and mute:
   * leaving ends neither.
   */
  async putMembers(tx: Transaction, row: ChatRow, members: readonly NewMember[]): Promise<Member[]> {
    const chatId = toId<ChatId>(row.id)
    const rows: Member[] = []
    for (const { user, role, joinedSeq, visibleFrom } of members) {
      const place = {
        ...{ role, joined_seq: joinedSeq, visible_from: visibleFrom },
        ...{ left_seq: null, left_chat: null, rev: row.rev },
      }
      const { nickname, muted_until } = await tx.db
        .insertInto('members')
        .values({ chat_key: row.key, user_key: user.key, ...place })
        .onConflict((conflict) => conflict.columns(['chat_key', 'user_key']).doUpdateSet(place))
        .returning(['nickname', 'muted_until'])
        .executeTakeFirstOrThrow()
      rows.push({
        ...{ chatId, userId: user.id, rev: row.rev, role },
        ...(nickname === null ? {} : { nickname }),
        ...(muted_until === null ? {} : { mutedUntil: muted_until }),
        ...{ joinedSeq, visibleFrom },
      })
    }
    return rows
  }

  /** Raises the revs of several users, who are locked. */
  async raiseUsers(tx: Transaction, people: readonly UserRef[]): Promise<Map<number, number>> {
    const revs = new Map<number, number>()
    for (const { key } of [...people].sort((a, b) => a.key - b.key)) revs.set(key, await raiseUserRev(tx, key))
    return revs
  }

  /** Puts the chat into these people's lists, read up to where it stands. */
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
    { sender, body }: { sender: UserRef; body: SystemBody },
  ): Promise<Message> {
    const id = newUuidV7(tx.now, this.options.random) as MessageId
    const place = { chatKey: row.key, chatId: toId<ChatId>(row.id), seq: row.seq, rev: row.rev, at: row.last_at }
    return this.options.history.addSystem(tx.db, { ...place, id, sender, body })
  }
}

export interface NewMember {
  readonly user: UserRef
  readonly role: Member['role']
  readonly joinedSeq: number
  readonly visibleFrom: number
}
