import type { ChatId, Member, Rights, UserId } from '@parley/protocol'
import type { ChatAccess, Readable } from '../chats/access'
import type { ChatRow } from '../chats/chat-changes'
import { rightsOf } from '../chats/rights'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Queries, Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import { isAbove, isModerator } from './policy'
import * as store from './store'

/** The role that an act requires, or the member right that permits it. */
export type Needed = 'member' | 'admin' | 'owner' | keyof Rights

/** An intended act. */
export interface Act {
  readonly chatId: ChatId
  readonly needs: Needed
  /** Users whose revs will rise: they are locked before the group. */
  readonly users?: readonly UserRef[]
}

/** A person who decides on a report. */
interface Deciding {
  readonly chatId: ChatId
  readonly as: 'moderator' | 'administrator'
}

/** A group under its lock, and the actor. */
export interface GroupAction {
  readonly chat: ChatRow
  readonly chatId: ChatId
  readonly me: UserRef
  readonly role: Member['role']
}

/** The target of an act in a group. */
export interface Target {
  readonly user: UserRef
  /** Their row, also of a former member; undefined for a stranger. */
  readonly place: store.PersonRow | undefined
}

export interface GroupActionsOptions {
  readonly access: ChatAccess
  readonly users: Users
  /** The kind of the chats. */
  readonly kind: 'group' | 'channel'
}

/** The beginning of every act in a group: locks the group and checks the actor's permission. */
export class GroupActions {
  constructor(private readonly options: GroupActionsOptions) {}

  /** The group under its lock, for an act that dissolved groups don't permit. */
  async beginAction(tx: Transaction, caller: Caller, act: Act): Promise<GroupAction> {
    const action = await this.lockGroup(tx, caller, act)
    if (action.chat.dissolved_at !== null) throw fail('dissolved')
    return action
  }

  /** The same, also of a group that is dissolved. */
  async lockGroup(tx: Transaction, caller: Caller, { chatId, needs, users = [] }: Act): Promise<GroupAction> {
    const { row } = await this.findGroup(tx.db, caller, { chatId, needs: 'member' })
    if (users.length > 0) await tx.lock({ users: users.map(({ key }) => key) })
    await tx.lock({ chats: [row.key] })
    // Read again, because others may have joined, left or changed roles before the lock.
    const range = await this.findGroup(tx.db, caller, { chatId, needs })
    return { chat: range.row, chatId, me: { key: caller.userKey, id: caller.userId }, role: roleIn(range) }
  }

  /**
   * A group that is locked already, for an act on a reported message. Administrators of the server act like its owner, whether
   * they are members or not.
   */
  async heldGroup(tx: Transaction, caller: Caller, { chatId, as }: Deciding): Promise<GroupAction> {
    const me = { key: caller.userKey, id: caller.userId }
    if (as === 'moderator') {
      const range = await this.findGroup(tx.db, caller, { chatId, needs: 'admin' })
      return { chat: range.row, chatId, me, role: roleIn(range) }
    }
    const chat = await store.selectChatOf(tx.db, chatId)
    if (!chat) throw fail('not_found')
    return { chat, chatId, me, role: 'owner' }
  }

  /** The group as a member sees it, without a lock. */
  async findGroup(db: Queries, caller: Caller, { chatId, needs }: Act): Promise<Readable> {
    const range = await this.options.access.findReadable(db, chatId, caller.userKey)
    if (range?.kind !== this.options.kind || range.row.everybody) throw fail('not_found')
    if (!range.member) throw fail('not_a_member')
    if (!suffices(roleIn(range), { needs, row: range.row })) throw fail('forbidden')
    return range
  }

  /** The target of an act, in the group or not. */
  async findTarget(tx: Transaction, { chat }: GroupAction, userId: UserId): Promise<Target> {
    const key = (await this.options.users.keysOf(tx.db, [userId])).get(userId)
    if (key === undefined) throw fail('not_found', { field: 'userId' })
    const [place] = await store.selectMembers(tx.db, chat.key, [key])
    return { user: { key, id: userId }, place }
  }

  /** A present member who is the target of an act. */
  async findMember(
    tx: Transaction,
    action: GroupAction,
    userId: UserId,
  ): Promise<Target & { readonly place: store.PersonRow }> {
    const { user, place } = await this.findTarget(tx, action, userId)
    if (!place || place.left_seq !== null) throw fail('not_found', { field: 'userId' })
    return { user, place }
  }

  /** A present member of a lower role than the actor's. */
  async findLowerMember(
    tx: Transaction,
    action: GroupAction,
    userId: UserId,
  ): Promise<Target & { readonly place: store.PersonRow }> {
    const target = await this.findMember(tx, action, userId)
    if (!isAbove(action.role, target.place.role)) throw fail('forbidden', { field: 'userId' })
    return target
  }
}

const suffices = (role: Member['role'], { needs, row }: { needs: Needed; row: ChatRow }): boolean => {
  if (needs === 'member' || needs === 'owner') return needs === 'member' || role === 'owner'
  return isModerator(role) || (needs !== 'admin' && rightsOf(row)[needs] === 'members')
}

const roleIn = ({ memberRow }: Readable): Member['role'] => memberRow?.role ?? 'member'
