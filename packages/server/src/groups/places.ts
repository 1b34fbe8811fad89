import type { Member, SystemBody } from '@parley/protocol'
import type { ChatChanges, ChatRowChange } from '../chats/chat-changes'
import { fail } from '../lib/fail'
import type { Transaction } from '../storage/database'
import { isLarge } from '../storage/large'
import type { UserRef } from '../users/users'
import type { Scene } from './scene'
import * as store from './store'

/** What becomes of somebody's place. */
interface PlaceChange {
  readonly user: UserRef
  readonly to: store.PlaceChange
}

interface Changed {
  readonly places: readonly PlaceChange[]
  /** What changes of the group itself. */
  readonly row?: ChatRowChange
  readonly system?: SystemBody
}

/** Changes what members are, as one change of the group; answers their rows in the order given. */
export const changePlaces = async (
  tx: Transaction,
  { scene, changes }: { scene: Scene; changes: ChatChanges },
  { places, row: rowChange, system }: Changed,
): Promise<Member[]> => {
  const { chat, chatId, me } = scene
  const { row, messages } = await changes.change(tx, {
    chat,
    raise: { access: true, ...(rowChange ? { row: rowChange } : {}) },
    ...(system ? { system: { sender: me, body: system } } : {}),
  })
  for (const { user, to } of places) await store.updatePlace(tx.db, row.key, { userKey: user.key, to, rev: row.rev })
  const keys = places.map(({ user }) => user.key)
  const rows = await store.selectPlaces(tx.db, row.key, keys)
  const members = keys.map((key) => {
    const found = rows.find(({ user_key }) => user_key === key)
    if (!found) throw fail('internal')
    return store.toMember(found, chatId)
  })
  const delta = {
    ...{ chatId, from: row.rev - 1, rev: row.rev, members },
    ...(messages.length > 0 ? { messages } : {}),
    ...(rowChange ? { chat: await changes.toChat(tx, row) } : {}),
  }
  tx.publish({ kind: 'chat', chatId, delta, large: isLarge(row), seq: row.seq, access: true })
  return members
}
