import type { ChatId, Member, Rights, UserId } from '@parley/protocol'
import type { AccessCache, Readable } from '../chats/access'
import type { ChatRow } from '../chats/chat-changes'
import { rightsOf } from '../chats/rights'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Queries, Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import { isAbove, runs } from './policy'
import * as store from './store'

/** Who has to lead a group to do something in it, or what of its members it is left to. */
export type Needed = 'member' | 'admin' | 'owner' | keyof Rights

/** What somebody is about to do. */
export interface Act {
  readonly chatId: ChatId
  readonly needs: Needed
  /** Whose revs will rise: they are locked before the group. */
  readonly users?: readonly UserRef[]
}

/** A group as it is under its lock, and who acts in it. */
export interface Scene {
  readonly chat: ChatRow
  readonly chatId: ChatId
  readonly me: UserRef
  readonly role: Member['role']
}

/** Somebody in a group whom another acts on. */
export interface Target {
  readonly user: UserRef
  /** Their row, also of a former member; undefined for one who never was. */
  readonly place: store.PersonRow | undefined
}

export interface ScenesOptions {
  readonly access: AccessCache
  readonly users: Users
  /** Of what kind the chats are. */
  readonly kind: 'group' | 'channel'
}

/** What every act in a group begins with: the group, locked, and whether its actor may. */
export class Scenes {
  constructor(private readonly options: ScenesOptions) {}

  /** The group under its lock, for an act that nobody does once it is dissolved. */
  async begin(tx: Transaction, caller: Caller, act: Act): Promise<Scene> {
    const scene = await this.lock(tx, caller, act)
    if (scene.chat.dissolved_at !== null) throw fail('dissolved')
    return scene
  }

  /** The same, also of a group that is dissolved. */
  async lock(tx: Transaction, caller: Caller, { chatId, needs, users = [] }: Act): Promise<Scene> {
    const { row } = await this.look(tx.db, caller, { chatId, needs: 'member' })
    if (users.length > 0) await tx.lock({ users: users.map(({ key }) => key) })
    await tx.lock({ chats: [row.key] })
    // Read again: until the lock was there, others came, went or changed what they are.
    const range = await this.look(tx.db, caller, { chatId, needs })
    return { chat: range.row, chatId, me: { key: caller.userKey, id: caller.userId }, role: roleIn(range) }
  }

  /** The group as a member sees it, without a lock. */
  async look(db: Queries, caller: Caller, { chatId, needs }: Act): Promise<Readable> {
    const range = await this.options.access.readable(db, chatId, caller.userKey)
    if (range?.kind !== this.options.kind || range.row.everybody) throw fail('not_found')
    if (!range.member) throw fail('not_a_member')
    if (!suffices(roleIn(range), { needs, row: range.row })) throw fail('forbidden')
    return range
  }

  /** Somebody whom an act is about, whether they are in the group or not. */
  async anybody(tx: Transaction, { chat }: Scene, userId: UserId): Promise<Target> {
    const key = (await this.options.users.keysOf(tx.db, [userId])).get(userId)
    if (key === undefined) throw fail('not_found', { field: 'userId' })
    const [place] = await store.selectPlaces(tx.db, chat.key, [key])
    return { user: { key, id: userId }, place }
  }

  /** A present member whom an act is about. */
  async member(tx: Transaction, scene: Scene, userId: UserId): Promise<Target & { readonly place: store.PersonRow }> {
    const { user, place } = await this.anybody(tx, scene, userId)
    if (!place || place.left_seq !== null) throw fail('not_found', { field: 'userId' })
    return { user, place }
  }

  /** A present member of a lower role than the actor's. */
  async below(tx: Transaction, scene: Scene, userId: UserId): Promise<Target & { readonly place: store.PersonRow }> {
    const target = await this.member(tx, scene, userId)
    if (!isAbove(scene.role, target.place.role)) throw fail('forbidden', { field: 'userId' })
    return target
  }
}

const suffices = (role: Member['role'], { needs, row }: { needs: Needed; row: ChatRow }): boolean => {
  if (needs === 'member' || needs === 'owner') return needs === 'member' || role === 'owner'
  return runs(role) || (needs !== 'admin' && rightsOf(row)[needs] === 'members')
}

const roleIn = ({ memberRow }: Readable): Member['role'] => memberRow?.role ?? 'member'
