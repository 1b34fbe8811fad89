import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useClient, useSelector } from '../lib/client'
import { type CountedMembers, heldCount, memberCount, needsMemberCount } from './counted-members'

/** The responses of the server about groups that are too large to hold. */
const answers = createStore<ReadonlyMap<ChatId, CountedMembers>>(() => new Map())

/**
 * The number of members of a group. Undefined until it is known. The client holds only some members of a large group.
 * So it requests the count, and then tracks members who join or leave.
 */
export const useMemberCount = (chatId: ChatId): number | undefined => {
  const client = useClient()
  const asks = useSelector((state) => needsMemberCount(state, chatId))
  useEffect(() => {
    if (!asks) return
    client.call('groups.members', { chatId, limit: 1 }).then(
      ({ total }) => {
        const counted = { total, held: heldCount(client.state.get().chats.get(chatId)) }
        answers.setState((before) => new Map(before).set(chatId, counted), true)
      },
      () => undefined,
    )
  }, [client, chatId, asks])
  const counted = useStore(answers, (all) => all.get(chatId))
  return useSelector(({ chats }) => memberCount(chats.get(chatId), counted))
}
