import type { ChatId, Input, JoinPolicy, Member, Result, SystemBody, UserId } from '@parley/protocol'
import type { ChatChanges, ChatRow } from '../chats/chat-changes'
import { type NewMember, putMembers } from '../chats/members'
import { publishChatChange } from '../chats/publish-chat-change'
import { rightsOf } from '../chats/rights'
import type { Friendships } from '../friends/friendships'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toId } from '../lib/uuid-bytes'
import type { Database, Queries, Transaction } from '../storage/database'
import { refuseClosed } from '../users/closed-users'
import type { UserRef, Users } from '../users/users'
import type { GroupActions } from './group-action'
import * as lists from './lists-store'
import { isModerator } from './policy'
import type { Requests } from './requests'
import * as store from './store'

export interface ArrivalsOptions {
  readonly database: Database
  readonly changes: ChatChanges
  readonly users: Users
  readonly friendships: Friendships
  readonly actions: GroupActions
  readonly requests: Requests
}

/** The result of a join: member, or waiting. */
export type Entered = Pick<Result<'invites.open'>, 'chat' | 'state' | 'requested'>

interface Newcomers {
  readonly chat: ChatRow
  readonly people: readonly UserRef[]
  /** The sender of the system message. */
  readonly by: UserRef
  readonly event: SystemBody['event']
  /** The name of the service that adds them. */
  readonly via?: string
}

/** Ways into groups: added by a member, by id, by link, admitted by an admin. */
export class Arrivals {
  constructor(private readonly options: ArrivalsOptions) {}

  /** Adds users; present members stay unchanged. */
  invite(caller: Caller, { chatId, userIds }: Input<'groups.invite'>): Promise<{ members: Member[] }> {
    const { database, friendships, actions } = this.options
    return database.write(async (tx) => {
      const people = await this.peopleOf(tx.db, userIds)
      const { chat, me, role } = await actions.beginAction(tx, caller, { chatId, needs: 'member', users: people })
      const keys = people.map(({ key }) => key)
      const places = await store.selectMembers(tx.db, chat.key, keys)
      const present = new Map(places.filter((place) => place.left_seq === null).map((place) => [place.user_key, place]))
      const newcomers = people.filter(({ key }) => !present.has(key))
      const decided = chat.join_policy === 'approval' || rightsOf(chat).invite === 'admins'
      if (newcomers.length > 0 && decided && !isModerator(role)) throw fail('forbidden')
      await friendships.requireAddable(tx.db, me.key, { peers: newcomers.map(({ key }) => key), field: 'userIds' })
      const added =
        newcomers.length > 0 ? await this.add(tx, { chat, people: newcomers, by: me, event: 'members_added' }) : []
      return { members: [...[...present.values()].map((place) => store.toMember(place, chatId)), ...added] }
    })
  }

  /** Joins by the group's id, or requests to join. */
  join(caller: Caller, chatId: ChatId): Promise<Result<'groups.join'>> {
    return this.options.database.write(async (tx) => {
      const me = { key: caller.userKey, id: caller.userId }
      const found = await store.selectChatOf(tx.db, chatId)
      if (found?.kind !== 'group') throw fail('not_found')
      await tx.lock({ users: [me.key] })
      await tx.lock({ chats: [found.key] })
      const chat = await store.selectChatOf(tx.db, chatId)
      const [place] = await store.selectMembers(tx.db, found.key, [me.key])
      if (!chat) throw fail('not_found')
      joinPolicyFor(chat, place)
      const { requested, ...inside } = await this.enterGroup(tx, { chat, user: me })
      return { requested: requested !== undefined, ...inside }
    })
  }

  /** The result of joining by the id, without joining. */
  entry(caller: Caller, chatId: ChatId): Promise<Result<'groups.entry'>> {
    return this.options.database.read(async (db) => {
      const chat = await store.selectChatOf(db, chatId)
      if (!chat || chat.kind === 'direct') throw fail('not_found')
      if (chat.kind === 'channel') return { kind: 'channel', joinPolicy: 'open' }
      const [place] = await store.selectMembers(db, chat.key, [caller.userKey])
      const refuseBanned = () => this.refuseBanned(db, chat.key, [{ key: caller.userKey, id: caller.userId }])
      // Former members learn of their ban even where the group can't be joined by its id; strangers don't learn that the group exists.
      if (place && place.left_seq !== null) await refuseBanned()
      const joinPolicy = joinPolicyFor(chat, place)
      if (!place) await refuseBanned()
      return { kind: 'group', joinPolicy }
    })
  }

  /** Admits a waiting user, or declines. */
  answer(caller: Caller, input: Input<'groups.answerRequest'>): Promise<Result<'groups.answerRequest'>> {
    const { database, requests, actions } = this.options
    const { chatId, userId, accept } = input
    return database.write(async (tx) => {
      const [user] = await this.peopleOf(tx.db, [userId])
      if (!user) throw fail('not_found', { field: 'userId' })
      const action = await actions.beginAction(tx, caller, { chatId, needs: 'admin', users: [user] })
      if (!(await requests.dropRequests(tx, action, [user]))) throw fail('not_found', { field: 'userId' })
      if (!accept) return {}
      await refuseClosed(tx.db, [user.key], 'userId')
      const [member] = await this.add(tx, { chat: action.chat, people: [user], by: action.me, event: 'members_added' })
      return member ? { member } : {}
    })
  }

  /**
   * Adds a user with valid access, or stores their request; they and the group are locked. A present member stays
   * unchanged.
   * @throws `banned`, `group_full`
   */
  async enterGroup(tx: Transaction, { chat, user }: { chat: ChatRow; user: UserRef }): Promise<Entered> {
    const { changes, requests } = this.options
    const chatId = toId<ChatId>(chat.id)
    const [place] = await store.selectMembers(tx.db, chat.key, [user.key])
    if (place?.left_seq !== null) {
      await this.refuseBanned(tx.db, chat.key, [user])
      if (chat.join_policy === 'approval') {
        await requests.addRequest(tx, { chat, chatId }, user)
        return { requested: chatId }
      }
      await this.add(tx, { chat, people: [user], by: user, event: 'member_joined' })
    }
    const row = await store.selectChatOf(tx.db, chatId)
    if (!row) throw fail('internal')
    return { chat: await changes.toChat(tx, row), state: await changes.stateOf(tx, row, user) }
  }

  /** Whether a user is in a group now, or waits to join. */
  async isKnown(db: Queries, chatKey: number, userKey: number): Promise<boolean> {
    const [place] = await store.selectMembers(db, chatKey, [userKey])
    return place?.left_seq === null || (await lists.isWaiting(db, chatKey, userKey))
  }

  private async refuseBanned(db: Queries, chatKey: number, people: readonly UserRef[]): Promise<void> {
    const banned = await lists.selectBanned(
      db,
      chatKey,
      people.map(({ key }) => key),
    )
    if (banned.size > 0) throw fail('banned')
  }

  /** Adds users who are not in the group; all are locked. A banned user, or too many users, fails the whole call. */
  async add(tx: Transaction, { chat, people, by, event, via }: Newcomers): Promise<Member[]> {
    const { changes, requests, users } = this.options
    const chatId = toId<ChatId>(chat.id)
    await this.refuseBanned(tx.db, chat.key, people)
    if (chat.max_members !== null && chat.member_count + people.length > chat.max_members) throw fail('group_full')
    await requests.dropRequests(tx, { chat, chatId }, people)
    const revs = await changes.raiseUsers(tx, people)
    const joined = people.map(({ id }) => id)
    const { row, messages } = await changes.changeChat(tx, {
      chat,
      raise: { access: true, members: people.length },
      system: { sender: by, body: { type: 'system', event, userIds: joined }, via },
    })
    const visibleFrom = chat.history_visible ? chat.first_seq : row.seq
    const places = people.map((user): NewMember => ({ user, role: 'member', joinedSeq: row.seq, visibleFrom }))
    const members = await putMembers(tx.db, row, places)
    const profiles = await users.rowsByKeys(
      tx.db,
      people.map(({ key }) => key),
    )
    publishChatChange(tx, row, { rows: { members, messages, users: profiles }, access: true, joined })
    await changes.putStates(tx, row, { people, revs })
    return members
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

/**
 * The result of joining a group by its id. To a stranger, a group that can't be joined looks like a missing one.
 * @param place theirs, if they were ever in it
 * @throws `not_found`, `dissolved`, `not_open`
 */
const joinPolicyFor = (chat: ChatRow, place: { readonly left_seq: number | null } | undefined): JoinPolicy => {
  const policy = chat.join_policy ?? 'invite'
  if (!place && policy === 'invite') throw fail('not_found')
  if (chat.dissolved_at !== null) throw fail(place ? 'dissolved' : 'not_found')
  if (place?.left_seq !== null && policy === 'invite') throw fail('not_open')
  return policy
}
