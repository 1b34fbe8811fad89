import type { ChatId, Member, User } from '@parley/protocol'
import type { ChatChanges, ChatRow } from '../chats/chat-changes'
import { toMember, updateLeft } from '../chats/members'
import { publishChatChange } from '../chats/publish-chat-change'
import { fail } from '../lib/fail'
import { toId } from '../lib/uuid-bytes'
import type { Transaction } from '../storage/database'
import type { UserRef } from '../users/users'
import * as store from './store'

interface Leaving {
  readonly chat: ChatRow
  readonly me: UserRef
  readonly changes: ChatChanges
  /** Profiles to send along. */
  readonly users?: User[]
}

/** Ends the membership of a user in a locked channel. Its owner leaves it to the administrators. */
export const leaveLocked = async (tx: Transaction, { chat, me, changes, users }: Leaving): Promise<Member> => {
  const owned = chat.owner_key === me.key
  const { row } = await changes.changeChat(tx, {
    chat,
    raise: { access: true, members: -1, ...(owned ? { row: { owner_key: null } } : {}) },
  })
  const wire = await changes.toChat(tx, row)
  const { key: chatKey, rev, seq } = row
  await updateLeft(tx.db, { chatKey, userKey: me.key, leftSeq: seq, leftChat: JSON.stringify(wire), rev })
  const place = await store.selectPlace(tx.db, chatKey, me.key)
  if (!place) throw fail('internal')
  const member = toMember(place, { chatId: toId<ChatId>(row.id), userId: me.id })
  publishChatChange(tx, row, {
    rows: { members: [member], ...(owned ? { chat: wire } : {}), ...(users ? { users } : {}) },
    access: true,
    left: [me.id],
  })
  return member
}
