import { type Chat, type Input, limits, type Member, type Result } from '@parley/protocol'
import type { ChatChanges } from '../chats/chat-changes'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { foldName } from '../lib/fold-name'
import type { Database, Transaction } from '../storage/database'
import { changePlaces } from './places'
import { isAbove } from './policy'
import type { Scene, Scenes } from './scene'
import * as store from './store'

export interface RolesOptions {
  readonly database: Database
  readonly changes: ChatChanges
  readonly scenes: Scenes
}

/** What members are in a group: roles, nicknames, and who is muted. Each change is decided with the group locked. */
export class Roles {
  constructor(private readonly options: RolesOptions) {}

  /** Appoints an admin, or takes the role away. */
  setRole(caller: Caller, { chatId, userId, role }: Input<'groups.setRole'>): Promise<Member> {
    const { database, scenes } = this.options
    return database.write(async (tx) => {
      const scene = await scenes.begin(tx, caller, { chatId, needs: 'owner' })
      const { user, place } = await scenes.below(tx, scene, userId)
      if (place.role === role) return store.toMember(place, chatId)
      if (role === 'admin' && (await store.countAdmins(tx.db, scene.chat.key)) >= limits.groupAdminsMax)
        throw fail('admins_full')
      return this.change(tx, scene, {
        places: [{ user, to: { role } }],
        system: { type: 'system', event: role === 'admin' ? 'admin_added' : 'admin_removed', userIds: [userId] },
      })
    })
  }

  /** Makes another member the owner; the former one stays as an admin where there is room for one. */
  transfer(caller: Caller, { chatId, userId }: Input<'groups.transfer'>): Promise<Result<'groups.transfer'>> {
    const { changes, database, scenes } = this.options
    return database.write(async (tx) => {
      const scene = await scenes.begin(tx, caller, { chatId, needs: 'owner' })
      const { user, place } = await scenes.below(tx, scene, userId)
      const others = (await store.countAdmins(tx.db, scene.chat.key)) - (place.role === 'admin' ? 1 : 0)
      const members = await changePlaces(
        tx,
        { scene, changes },
        {
          places: [
            // Nobody could lift a mute of the owner's.
            { user, to: { role: 'owner', muted_until: null } },
            { user: scene.me, to: { role: others < limits.groupAdminsMax ? 'admin' : 'member' } },
          ],
          row: { owner_key: user.key },
          system: { type: 'system', event: 'owner_changed', userIds: [userId] },
        },
      )
      return { chat: await this.chatOf(tx, scene), members }
    })
  }

  /** What somebody is called here: oneself, or for the owner and admins those below them. */
  setNickname(caller: Caller, { chatId, userId, nickname }: Input<'groups.setNickname'>): Promise<Member> {
    const { database, scenes } = this.options
    return database.write(async (tx) => {
      const scene = await scenes.begin(tx, caller, { chatId, needs: 'member' })
      const { user, place } = await scenes.member(tx, scene, userId)
      if (userId !== caller.userId && !isAbove(scene.role, place.role)) throw fail('forbidden', { field: 'userId' })
      const name = nickname ?? null
      if (name === place.nickname) return store.toMember(place, chatId)
      const to = { nickname: name, nickname_folded: name === null ? null : foldName(name) }
      return this.change(tx, scene, { places: [{ user, to }] })
    })
  }

  /** Keeps somebody from writing for some time, or lets them again. */
  mute(caller: Caller, { chatId, userId, forMs }: Input<'groups.mute'>): Promise<Member> {
    const { database, scenes } = this.options
    return database.write(async (tx) => {
      const scene = await scenes.begin(tx, caller, { chatId, needs: 'admin' })
      const { user, place } = await scenes.below(tx, scene, userId)
      if (forMs === 0 && place.muted_until === null) return store.toMember(place, chatId)
      return this.change(tx, scene, { places: [{ user, to: { muted_until: forMs === 0 ? null : tx.now + forMs } }] })
    })
  }

  private async change(tx: Transaction, scene: Scene, what: Parameters<typeof changePlaces>[2]): Promise<Member> {
    const [member] = await changePlaces(tx, { scene, changes: this.options.changes }, what)
    if (!member) throw fail('internal')
    return member
  }

  private async chatOf(tx: Transaction, { chatId }: Scene): Promise<Chat> {
    const row = await store.selectChatOf(tx.db, chatId)
    if (!row) throw fail('internal')
    return this.options.changes.toChat(tx, row)
  }
}
