import type { ChatId, Input, Member, Result, SystemBody, UserId } from '@parley/protocol'
import type { ChatChanges, ChatRow, NewMember } from '../chats/chat-changes'
import { rightsOf } from '../chats/rights'
import type { Friendships } from '../friends/friendships'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toId } from '../lib/uuid-bytes'
import type { Database, Queries, Transaction } from '../storage/database'
import { isLarge } from '../storage/large'
import type { UserRef, Users } from '../users/users'
import * as lists from './lists-store'
import { runs } from './policy'
import type { Requests } from './requests'
import type { Scenes } from './scene'
import * as store from './store'

export interface ArrivalsOptions {
  readonly database: Database
  readonly changes: ChatChanges
  readonly users: Users
  readonly friendships: Friendships
  readonly scenes: Scenes
  readonly requests: Requests
}

/** Where somebody ended who wanted to come in: inside, or waiting. */
export type Entered = Pick<Result<'invites.open'>, 'chat' | 'state' | 'requested'>

interface Newcomers {
  readonly chat: ChatRow
  readonly people: readonly UserRef[]
  /** Who is named as the sender of the message that tells of it. */
  readonly by: UserRef
  readonly event: SystemBody['event']
}

/** How people come into groups: added by a member, by id, by link, let in by an admin. */
export class Arrivals {
  constructor(private readonly options: ArrivalsOptions) {}

  /** Adds people; who is a member already stays as they are. */
  invite(caller: Caller, { chatId, userIds }: Input<'groups.invite'>): Promise<{ members: Member[] }> {
    const { database, friendships, scenes } = this.options
    return database.write(async (tx) => {
      const people = await this.peopleOf(tx.db, userIds)
      const { chat, me, role } = await scenes.begin(tx, caller, { chatId, needs: 'member', users: people })
      const keys = people.map(({ key }) => key)
      const places = await store.selectPlaces(tx.db, chat.key, keys)
      const present = new Map(places.filter((place) => place.left_seq === null).map((place) => [place.user_key, place]))
      const newcomers = people.filter(({ key }) => !present.has(key))
      const decided = chat.join_policy === 'approval' || rightsOf(chat).invite === 'admins'
      if (newcomers.length > 0 && decided && !runs(role)) throw fail('forbidden')
      await friendships.requireAddable(tx.db, me.key, { peers: newcomers.map(({ key }) => key), field: 'userIds' })
      const added =
        newcomers.length > 0 ? await this.add(tx, { chat, people: newcomers, by: me, event: 'members_added' }) : []
      return { members: [...[...present.values()].map((place) => store.toMember(place, chatId)), ...added] }
    })
  }

  /** Comes in by the group's id, or waits to be let in. */
  join(caller: Caller, chatId: ChatId): Promise<Result<'groups.join'>> {
    return this.options.database.write(async (tx) => {
      const me = { key: caller.userKey, id: caller.userId }
      const found = await store.selectChatOf(tx.db, chatId)
      if (found?.kind !== 'group') throw fail('not_found')
      await tx.lock({ users: [me.key] })
      await tx.lock({ chats: [found.key] })
      const chat = await store.selectChatOf(tx.db, chatId)
      const [place] = await store.selectPlaces(tx.db, found.key, [me.key])
      // To a stranger a group that cannot be joined looks like one that does not exist.
      if (!chat || (!place && (chat.join_policy ?? 'invite') === 'invite')) throw fail('not_found')
      if (chat.dissolved_at !== null) throw fail(place ? 'dissolved' : 'not_found')
      if (place?.left_seq !== null && (chat.join_policy ?? 'invite') === 'invite') throw fail('not_open')
      const { requested, ...inside } = await this.enter(tx, { chat, user: me })
      return { requested: requested !== undefined, ...inside }
    })
  }

  /** Lets somebody in who waits, or declines. */
  answer(caller: Caller, input: Input<'groups.answerRequest'>): Promise<Result<'groups.answerRequest'>> {
    const { database, requests, scenes } = this.options
    const { chatId, userId, accept } = input
    return database.write(async (tx) => {
      const [user] = await this.peopleOf(tx.db, [userId])
      if (!user) throw fail('not_found', { field: 'userId' })
      const scene = await scenes.begin(tx, caller, { chatId, needs: 'admin', users: [user] })
      if (!(await requests.drop(tx, scene, [user]))) throw fail('not_found', { field: 'userId' })
      if (!accept) return {}
      const [member] = await this.add(tx, { chat: scene.chat, people: [user], by: scene.me, event: 'members_added' })
      return member ? { member } : {}
    })
  }

  /**
   * Brings somebody in whose way in is valid, or notes that they wait; they and the group are locked. Who is in it stays as
   * they are.
   * @throws `banned`, `group_full`
   */
  async enter(tx: Transaction, { chat, user }: { chat: ChatRow; user: UserRef }): Promise<Entered> {
    const { changes, requests } = this.options
    const chatId = toId<ChatId>(chat.id)
    const [place] = await store.selectPlaces(tx.db, chat.key, [user.key])
    if (place?.left_seq !== null) {
      await this.refuseBanned(tx.db, chat.key, [user])
      if (chat.join_policy === 'approval') {
        await requests.ask(tx, { chat, chatId }, user)
        return { requested: chatId }
      }
      await this.add(tx, { chat, people: [user], by: user, event: 'member_joined' })
    }
    const row = await store.selectChatOf(tx.db, chatId)
    if (!row) throw fail('internal')
    return { chat: await changes.toChat(tx, row), state: await changes.stateOf(tx, row, user) }
  }

  /** Whether somebody is in a group now, or waits to be let in. */
  async isKnown(db: Queries, chatKey: number, userKey: number): Promise<boolean> {
    const [place] = await store.selectPlaces(db, chatKey, [userKey])
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

  /** Adds people who are not in the group; all are locked. Whoever is banned, or too many, keeps all of them out. */
  private async add(tx: Transaction, { chat, people, by, event }: Newcomers): Promise<Member[]> {
    const { changes, requests, users } = this.options
    const chatId = toId<ChatId>(chat.id)
    await this.refuseBanned(tx.db, chat.key, people)
    if (chat.max_members !== null && chat.member_count + people.length > chat.max_members) throw fail('group_full')
    await requests.drop(tx, { chat, chatId }, people)
    const revs = await changes.raiseUsers(tx, people)
    const joined = people.map(({ id }) => id)
    const { row, messages } = await changes.change(tx, {
      chat,
      raise: { access: true, members: people.length },
      system: { sender: by, body: { type: 'system', event, userIds: joined } },
    })
    const visibleFrom = chat.history_visible ? chat.first_seq : row.seq
    const places = people.map((user): NewMember => ({ user, role: 'member', joinedSeq: row.seq, visibleFrom }))
    const members = await changes.putMembers(tx, row, places)
    const profiles = await users.rowsByKeys(
      tx.db,
      people.map(({ key }) => key),
    )
    const delta = { chatId, from: row.rev - 1, rev: row.rev, members, messages, users: profiles }
    tx.publish({ kind: 'chat', chatId, delta, large: isLarge(row), seq: row.seq, access: true, joined })
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
