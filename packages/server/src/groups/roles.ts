import { type Chat, type Input, limits, type Member, type Result } from '@parley/protocol'
import type { ChatChanges } from '../chats/chat-changes'
import { nicknameColumns } from '../chats/nicknames'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { SendRules } from '../moderation/send-rules'
import type { Database, Transaction } from '../storage/database'
import type { GroupAction, GroupActions } from './group-action'
import { changeMembership } from './group-membership'
import { isAbove } from './policy'
import * as store from './store'

export interface RolesOptions {
  readonly database: Database
  readonly changes: ChatChanges
  readonly actions: GroupActions
  readonly sendRules: Pick<SendRules, 'know' | 'checkTexts'>
}

/** Roles, nicknames and mutes of members. Each change is decided with the group locked. */
export class Roles {
  constructor(private readonly options: RolesOptions) {}

  /** Appoints an admin, or removes the role. */
  setRole(caller: Caller, { chatId, userId, role }: Input<'groups.setRole'>): Promise<Member> {
    const { database, actions } = this.options
    return database.write(async (tx) => {
      const action = await actions.beginAction(tx, caller, { chatId, needs: 'owner' })
      const { user, place } = await actions.findLowerMember(tx, action, userId)
      if (place.role === role) return store.toMember(place, chatId)
      if (role === 'admin' && (await store.countAdmins(tx.db, action.chat.key)) >= limits.groupAdminsMax)
        throw fail('admins_full')
      return this.change(tx, action, {
        members: [{ user, to: { role } }],
        system: { type: 'system', event: role === 'admin' ? 'admin_added' : 'admin_removed', userIds: [userId] },
      })
    })
  }

  /** Transfers the group to another member; the former owner stays as an admin where there is room for one. */
  transfer(caller: Caller, { chatId, userId }: Input<'groups.transfer'>): Promise<Result<'groups.transfer'>> {
    const { changes, database, actions } = this.options
    return database.write(async (tx) => {
      const action = await actions.beginAction(tx, caller, { chatId, needs: 'owner' })
      const { user, place } = await actions.findLowerMember(tx, action, userId)
      const others = (await store.countAdmins(tx.db, action.chat.key)) - (place.role === 'admin' ? 1 : 0)
      const members = await changeMembership(
        tx,
        { action, changes },
        {
          members: [
            // No member could lift a mute of the owner.
            { user, to: { role: 'owner', muted_until: null } },
            { user: action.me, to: { role: others < limits.groupAdminsMax ? 'admin' : 'member' } },
          ],
          row: { owner_key: user.key },
          system: { type: 'system', event: 'owner_changed', userIds: [userId] },
        },
      )
      return { chat: await this.chatOf(tx, action), members }
    })
  }

  /** A member's nickname here: their own, or for the owner and admins those of lower roles. */
  async setNickname(caller: Caller, { chatId, userId, nickname }: Input<'groups.setNickname'>): Promise<Member> {
    const { database, actions, sendRules } = this.options
    await sendRules.know()
    return database.write(async (tx) => {
      const action = await actions.beginAction(tx, caller, { chatId, needs: 'member' })
      const { user, place } = await actions.findMember(tx, action, userId)
      if (userId !== caller.userId && !isAbove(action.role, place.role)) throw fail('forbidden', { field: 'userId' })
      const name = nickname ?? null
      if (name === place.nickname) return store.toMember(place, chatId)
      sendRules.checkTexts({ nickname: name })
      const to = await nicknameColumns(name)
      return this.change(tx, action, { members: [{ user, to }] })
    })
  }

  /** Mutes a member for some time, or lifts the mute. */
  mute(caller: Caller, { chatId, userId, forMs }: Input<'groups.mute'>): Promise<Member> {
    const { database, actions } = this.options
    return database.write(async (tx) => {
      const action = await actions.beginAction(tx, caller, { chatId, needs: 'admin' })
      return this.muteIn(tx, action, { userId, forMs })
    })
  }

  /** The same in a group that is locked. */
  async muteIn(
    tx: Transaction,
    action: GroupAction,
    { userId, forMs }: Omit<Input<'groups.mute'>, 'chatId'>,
  ): Promise<Member> {
    const { user, place } = await this.options.actions.findLowerMember(tx, action, userId)
    if (forMs === 0 && place.muted_until === null) return store.toMember(place, action.chatId)
    return this.change(tx, action, { members: [{ user, to: { muted_until: forMs === 0 ? null : tx.now + forMs } }] })
  }

  private async change(
    tx: Transaction,
    action: GroupAction,
    what: Parameters<typeof changeMembership>[2],
  ): Promise<Member> {
    const [member] = await changeMembership(tx, { action, changes: this.options.changes }, what)
    if (!member) throw fail('internal')
    return member
  }

  private async chatOf(tx: Transaction, { chatId }: GroupAction): Promise<Chat> {
    const row = await store.selectChatOf(tx.db, chatId)
    if (!row) throw fail('internal')
    return this.options.changes.toChat(tx, row)
  }
}
