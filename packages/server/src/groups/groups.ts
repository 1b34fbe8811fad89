import { type Chat, type ChatId, type Input, limits, type Member, type Result, type UserId } from '@parley/protocol'
import type { AccessCache } from '../chats/access'
import type { ChatChanges, ChatRow, NewMember } from '../chats/chat-changes'
import type { Friendships } from '../friends/friendships'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { OwnPreferences } from '../preferences/own-preferences'
import type { Database, Queries, Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import * as store from './store'

export interface GroupsOptions {
  readonly database: Database
  readonly changes: ChatChanges
  readonly access: AccessCache
  readonly users: Users
  readonly friendships: Friendships
  readonly preferences: OwnPreferences
}

/** Groups: who is in them, and how people come and go. */
export class Groups {
  constructor(private readonly options: GroupsOptions) {}

  /** Makes a group; the same id again answers the group as it is. */
  create(caller: Caller, input: Input<'groups.create'>): Promise<{ chat: Chat; members: Member[] }> {
    const { changes, database } = this.options
    return database.write(async (tx) => {
      const me = { key: caller.userKey, id: caller.userId }
      const others = await this.peopleOf(
        tx.db,
        input.userIds.filter((id) => id !== caller.userId),
      )
      await tx.lock({ users: [me.key, ...others.map(({ key }) => key)] })
      const existing = await store.selectChatOf(tx.db, input.id)
      if (existing) return this.repeated(tx, existing, caller)
      await this.requireReach(tx, caller, others)
      const { chat, members } = await changes.create(tx, {
        ...{ id: input.id, kind: 'group', name: input.name, owner: me, members: [me, ...others] },
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

  /** Adds people; who is a member already stays as they are. */
  invite(caller: Caller, input: Input<'groups.invite'>): Promise<{ members: Member[] }> {
    return this.options.database.write(async (tx) => {
      const { key } = await this.groupOf(tx, caller, input.chatId)
      const people = await this.peopleOf(tx.db, input.userIds)
      await tx.lock({ users: people.map((one) => one.key) })
      await tx.lock({ chats: [key] })
      // Read again: until the lock was there, others came, went or filled the group.
      const chat = await this.groupOf(tx, caller, input.chatId)
      const places = await store.selectPlaces(
        tx.db,
        chat.key,
        people.map(({ key }) => key),
      )
      const present = new Map(places.filter((place) => place.left_seq === null).map((place) => [place.user_key, place]))
      const newcomers = people.filter(({ key }) => !present.has(key))
      await this.requireReach(tx, caller, newcomers)
      if (chat.member_count + newcomers.length > (chat.max_members ?? limits.groupMembersMax)) throw fail('group_full')
      const added = newcomers.length > 0 ? await this.add(tx, { chat, newcomers, by: caller }) : []
      return { members: [...[...present.values()].map((place) => store.toMember(place, input.chatId)), ...added] }
    })
  }

  /** Leaves; an owner is followed by the member who came first. */
  leave(caller: Caller, chatId: ChatId): Promise<Member> {
    const { changes, database } = this.options
    return database.write(async (tx) => {
      const { key } = await this.groupOf(tx, caller, chatId)
      await tx.lock({ chats: [key] })
      const chat = await this.groupOf(tx, caller, chatId)
      const me = { key: caller.userKey, id: caller.userId }
      const heir = chat.owner_key === me.key ? await store.selectHeir(tx.db, chat.key, me.key) : undefined
      const { row, messages } = await changes.change(tx, {
        chat,
        raise: { access: true, members: -1, ...(heir ? { row: { owner_key: heir.user_key } } : {}) },
        system: { sender: me, body: { type: 'system', event: 'member_left', userIds: [me.id] } },
      })
      const wire = await changes.toChat(tx, row)
      const { key: chatKey, rev, seq } = row
      await store.setLeft(tx.db, chatKey, { userKey: me.key, leftSeq: seq, leftChat: JSON.stringify(wire), rev })
      if (heir) await store.setRole(tx.db, chatKey, { userKey: heir.user_key, role: 'owner', rev })
      const touched = await store.selectPlaces(tx.db, chatKey, heir ? [me.key, heir.user_key] : [me.key])
      const members = touched.map((place) => store.toMember(place, chatId))
      const delta = { chatId, from: rev - 1, rev, members, messages, ...(heir ? { chat: wire } : {}) }
      tx.publish({ kind: 'chat', chatId, delta, large: changes.isLarge(row), seq, access: true, left: [me.id] })
      const mine = members.find((member) => member.userId === me.id)
      if (!mine) throw fail('internal')
      return mine
    })
  }

  /** A page of present members. */
  members(caller: Caller, input: Input<'groups.members'>): Promise<Result<'groups.members'>> {
    const { access, database, users } = this.options
    return database.read(async (db) => {
      const range = await access.readable(db, input.chatId, caller.userKey)
      if (range?.kind !== 'group') throw fail('not_found')
      if (range.memberRow?.left_seq !== null) throw fail('not_a_member')
      const rows = await store.selectPage(db, range.chatKey, { after: input.after, limit: input.limit + 1 })
      const page = rows.slice(0, input.limit)
      return {
        members: page.map((row) => store.toMember(row, input.chatId)),
        users: await users.rowsByKeys(
          db,
          page.map((row) => row.user_key),
        ),
        rev: range.head.rev,
        more: rows.length > input.limit,
      }
    })
  }

  private async add(
    tx: Transaction,
    { chat, newcomers, by }: { chat: ChatRow; newcomers: readonly UserRef[]; by: Caller },
  ): Promise<Member[]> {
    const { changes, users } = this.options
    const revs = await changes.raiseUsers(tx, newcomers)
    const joined = newcomers.map(({ id }) => id)
    const { row, messages } = await changes.change(tx, {
      chat,
      raise: { access: true, members: newcomers.length },
      system: {
        sender: { key: by.userKey, id: by.userId },
        body: { type: 'system', event: 'members_added', userIds: joined },
      },
    })
    const visibleFrom = chat.history_visible ? chat.first_seq : row.seq
    const places = newcomers.map((user): NewMember => ({ user, role: 'member', joinedSeq: row.seq, visibleFrom }))
    const members = await changes.putMembers(tx, row, places)
    const chatId = messages[0]?.chatId
    if (!chatId) throw fail('internal')
    const profiles = await users.rowsByKeys(
      tx.db,
      newcomers.map(({ key }) => key),
    )
    const delta = { chatId, from: row.rev - 1, rev: row.rev, members, messages, users: profiles }
    tx.publish({ kind: 'chat', chatId, delta, large: changes.isLarge(row), seq: row.seq, access: true, joined })
    await changes.putStates(tx, row, { people: newcomers, revs })
    return members
  }

  /** Only whom one may write to is added, and who lets one. */
  private async requireReach(tx: Transaction, { userKey }: Caller, people: readonly UserRef[]): Promise<void> {
    const { friendships, preferences } = this.options
    const peers = people.map(({ key }) => key).filter((key) => key !== userKey)
    await friendships.requireReach(tx.db, userKey, { peers, field: 'userIds' })
    const chosen = await preferences.ofAll(tx.db, peers)
    const friends = await friendships.holding(tx.db, userKey, peers)
    for (const key of peers) {
      const { addedBy = 'everybody' } = chosen.get(key) ?? {}
      const allowed = addedBy === 'everybody' || (addedBy === 'friends' && friends.has(key))
      if (!allowed) throw fail('privacy', { field: 'userIds' })
    }
  }

  /** The group, for somebody who is a member of it now. */
  private async groupOf(tx: Transaction, caller: Caller, chatId: ChatId): Promise<ChatRow> {
    const range = await this.options.access.readable(tx.db, chatId, caller.userKey)
    if (range?.kind !== 'group') throw fail('not_found')
    if (range.memberRow?.left_seq !== null) throw fail('not_a_member')
    return range.row
  }

  private async repeated(tx: Transaction, chat: ChatRow, caller: Caller) {
    if (chat.kind !== 'group' || chat.owner_key !== caller.userKey) throw fail('conflict')
    const chatId = (await this.options.changes.toChat(tx, chat)).id
    const first = await store.selectFirst(tx.db, chat.key, { userKey: caller.userKey, limit: limits.snapshotMembers })
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
