import { type Chat, type Input, limits, type Member, type Result, type UserId } from '@parley/protocol'
import type { ChatChanges, ChatRow } from '../chats/chat-changes'
import type { Friendships } from '../friends/friendships'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { foldName } from '../lib/fold-name'
import type { SendRules } from '../moderation/send-rules'
import type { Database, Queries, Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import type { GroupActions } from './group-action'
import { searchMembers } from './member-search'
import * as store from './store'

export interface GroupsOptions {
  readonly database: Database
  readonly changes: ChatChanges
  readonly users: Users
  readonly friendships: Friendships
  readonly actions: GroupActions
  readonly sendRules: Pick<SendRules, 'know' | 'checkTexts'>
  /** The most members of a group on this server. */
  readonly maxMembers: number
}

/** Creates groups, and lists their members. */
export class Groups {
  constructor(private readonly options: GroupsOptions) {}

  /** Creates a group; the same id again returns the present group. */
  async create(caller: Caller, input: Input<'groups.create'>): Promise<{ chat: Chat; members: Member[] }> {
    const { changes, database, maxMembers, sendRules } = this.options
    await sendRules.know()
    return database.write(async (tx) => {
      const me = { key: caller.userKey, id: caller.userId }
      const others = await this.peopleOf(
        tx.db,
        input.userIds.filter((id) => id !== caller.userId),
      )
      await tx.lock({ users: [me.key, ...others.map(({ key }) => key)] })
      const existing = await store.selectChatOf(tx.db, input.id)
      if (existing) return this.repeated(tx, existing, caller)
      sendRules.checkTexts({ name: input.name })
      await this.requireAddable(tx, caller, others)
      if (others.length + 1 > maxMembers) throw fail('group_full')
      const { chat, members } = await changes.createChat(tx, {
        id: input.id,
        kind: 'group',
        name: input.name,
        owner: me,
        members: [me, ...others],
        maxMembers,
        system: {
          sender: me,
          body: {
            type: 'system',
            event: 'group_created',
            ...(others.length ? { userIds: others.map(({ id }) => id) } : {}),
          },
        },
      })
      return { chat, members }
    })
  }

  /** A page of present members. */
  members(caller: Caller, input: Input<'groups.members'>): Promise<Result<'groups.members'>> {
    const { database, actions, users } = this.options
    return database.read(async (db) => {
      const { chatKey, head, row } = await actions.findGroup(db, caller, { chatId: input.chatId, needs: 'member' })
      const query = input.query ? foldName(input.query.replace(/^@/, '')) : undefined
      const page = { after: await users.keyAfter(db, input.after), limit: input.limit }
      const { rows, more } = query
        ? await searchMembers(db, { chatKey, members: row.member_count, query, ...page })
        : await store.selectPage(db, chatKey, page)
      return {
        members: rows.map((place) => store.toMember(place, input.chatId)),
        users: await users.rowsByKeys(
          db,
          rows.map(({ user_key }) => user_key),
        ),
        rev: head.rev,
        more,
        total: row.member_count,
      }
    })
  }

  /** Users can only add users whom they may write to. */
  private requireAddable(tx: Transaction, caller: Caller, people: readonly UserRef[]): Promise<void> {
    const peers = people.map(({ key }) => key)
    return this.options.friendships.requireAddable(tx.db, caller.userKey, { peers, field: 'userIds' })
  }

  private async repeated(tx: Transaction, chat: ChatRow, caller: Caller) {
    if (chat.kind !== 'group' || chat.owner_key !== caller.userKey) throw fail('conflict')
    const chatId = (await this.options.changes.toChat(tx, chat)).id
    const first = await store.selectFirst(tx.db, chat.key, { userKey: caller.userKey, limit: limits.membersPage })
    return {
      chat: await this.options.changes.toChat(tx, chat),
      members: first.map((row) => store.toMember(row, chatId)),
    }
  }

  private async peopleOf(db: Queries, ids: readonly UserId[]): Promise<UserRef[]> {
    const wanted = [...new Set(ids)]
    const keys = await this.options.users.keysOf(db, wanted)
    return wanted.map((id) => {
      const key = keys.get(id)
      if (key === undefined) throw fail('not_found', { field: 'userIds' })
      return { key, id }
    })
  }
}
