import type { ChatId, Input, Member, Result, SystemBody, User, UserId } from '@parley/protocol'
import type { ChatChanges } from '../chats/chat-changes'
import { updateLeft } from '../chats/members'
import { publishChatChange } from '../chats/publish-chat-change'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Database, Transaction } from '../storage/database'
import type { UserRef } from '../users/users'
import type { GroupAction, GroupActions } from './group-action'
import * as lists from './lists-store'
import { isAbove } from './policy'
import type { Requests } from './requests'
import * as store from './store'

export interface DeparturesOptions {
  readonly database: Database
  readonly changes: ChatChanges
  readonly actions: GroupActions
  readonly requests: Requests
}

/** Departures: leaving, removal and bans. Each is decided with the group locked. */
export class Departures {
  constructor(private readonly options: DeparturesOptions) {}

  /** Leaves; the owner of a group with other members transfers it first. */
  leave(caller: Caller, chatId: ChatId): Promise<Member> {
    const { database, actions } = this.options
    return database.write(async (tx) => {
      const action = await actions.lockGroup(tx, caller, { chatId, needs: 'member' })
      const dissolved = action.chat.dissolved_at !== null
      if (action.role === 'owner' && !dissolved) throw fail('transfer_first')
      const silent = dissolved || action.chat.leaves_silently === 1
      return this.depart(tx, action, { user: action.me, ...(silent ? {} : { event: 'member_left' as const }) })
    })
  }

  /** Removes a member with a lower role. */
  remove(caller: Caller, { chatId, userId }: Input<'groups.remove'>): Promise<Member> {
    const { database, actions } = this.options
    return database.write(async (tx) => {
      const action = await actions.beginAction(tx, caller, { chatId, needs: 'admin' })
      const { user } = await actions.findLowerMember(tx, action, userId)
      return this.depart(tx, action, { user, event: 'member_removed' })
    })
  }

  /** Bans a user permanently, and removes them if they are a member. */
  ban(caller: Caller, { chatId, userId }: Input<'groups.ban'>): Promise<Result<'groups.ban'>> {
    const { database, actions } = this.options
    return database.write(async (tx) => {
      const action = await actions.beginAction(tx, caller, { chatId, needs: 'admin' })
      return this.banIn(tx, action, { userId, as: 'moderator' })
    })
  }

  /** The same in a group that is locked. No message announces a ban by an administrator of the server, whom the group doesn't see. */
  async banIn(
    tx: Transaction,
    action: GroupAction,
    { userId, as }: { readonly userId: UserId; readonly as: 'moderator' | 'administrator' },
  ): Promise<Result<'groups.ban'>> {
    const { requests, actions } = this.options
    const { user, place } = await actions.findTarget(tx, action, userId)
    const present = place?.left_seq === null
    if (user.key === action.me.key || (present && !isAbove(action.role, place.role)))
      throw fail('forbidden', { field: 'userId' })
    const by = { by_key: action.me.key, by_admin: as === 'administrator' ? 1 : 0 }
    await lists.putBan(tx.db, { chat_key: action.chat.key, user_key: user.key, ...by, at: tx.now })
    await requests.dropRequests(tx, action, [user])
    const event = as === 'moderator' ? { event: 'member_removed' as const } : {}
    if (present) return { member: await this.depart(tx, action, { user, ...event }) }
    return place ? { member: store.toMember(place, action.chatId) } : {}
  }

  /** Lifts a ban. */
  unban(caller: Caller, { chatId, userId }: Input<'groups.unban'>): Promise<Record<string, never>> {
    const { database, actions } = this.options
    return database.write(async (tx) => {
      const action = await actions.beginAction(tx, caller, { chatId, needs: 'admin' })
      const { user } = await actions.findTarget(tx, action, userId)
      await lists.deleteBan(tx.db, action.chat.key, user.key)
      return {}
    })
  }

  /** Ends the membership of a user, with the group locked. `users` are profiles to send along. */
  async depart(
    tx: Transaction,
    { chat, chatId, me }: Omit<GroupAction, 'role'>,
    { user, event, users, via }: { user: UserRef; event?: SystemBody['event']; users?: User[]; via?: string },
  ): Promise<Member> {
    const { changes } = this.options
    const { row, messages } = await changes.changeChat(tx, {
      chat,
      raise: { access: true, members: -1 },
      ...(event ? { system: { sender: me, body: { type: 'system', event, userIds: [user.id] }, via } } : {}),
    })
    const leftChat = JSON.stringify(await changes.toChat(tx, row))
    const { key: chatKey, rev, seq } = row
    await updateLeft(tx.db, { chatKey, userKey: user.key, leftSeq: seq, leftChat, rev })
    const [place] = await store.selectMembers(tx.db, chatKey, [user.key])
    if (!place) throw fail('internal')
    const member = store.toMember(place, chatId)
    const rows = { members: [member], ...(messages.length > 0 ? { messages } : {}), ...(users ? { users } : {}) }
    publishChatChange(tx, row, { rows, access: true, left: [user.id] })
    return member
  }
}
