import type { Member, SystemBody } from '@parley/protocol'
import type { ChatChanges, ChatRowChange } from '../chats/chat-changes'
import { type MemberChange, updateMember } from '../chats/members'
import { publishChatChange } from '../chats/publish-chat-change'
import { fail } from '../lib/fail'
import type { Transaction } from '../storage/database'
import type { UserRef } from '../users/users'
import type { GroupAction } from './group-action'
import * as store from './store'

/** The change of a user's membership. */
interface ChangedMember {
  readonly user: UserRef
  readonly to: MemberChange
}

interface Changed {
  readonly members: readonly ChangedMember[]
  /** The change of the group itself. */
  readonly row?: ChatRowChange
  readonly system?: SystemBody
}

/** Changes memberships as one change of the group; returns their rows in the given order. */
export const changeMembership = async (
  tx: Transaction,
  { action, changes }: { action: GroupAction; changes: ChatChanges },
  { members: changed, row: rowChange, system }: Changed,
): Promise<Member[]> => {
  const { chat, chatId, me } = action
  const { row, messages } = await changes.changeChat(tx, {
    chat,
    raise: { access: true, ...(rowChange ? { row: rowChange } : {}) },
    ...(system ? { system: { sender: me, body: system } } : {}),
  })
  for (const { user, to } of changed)
    await updateMember(tx.db, { chatKey: row.key, userKey: user.key }, { ...to, rev: row.rev })
  const keys = changed.map(({ user }) => user.key)
  const places = await store.selectMembers(tx.db, row.key, keys)
  const members = keys.map((key) => {
    const found = places.find(({ user_key }) => user_key === key)
    if (!found) throw fail('internal')
    return store.toMember(found, chatId)
  })
  const rows = {
    members,
    ...(messages.length > 0 ? { messages } : {}),
    ...(rowChange ? { chat: await changes.toChat(tx, row) } : {}),
  }
  publishChatChange(tx, row, { rows, access: true })
  return members
}
