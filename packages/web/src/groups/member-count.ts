import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useClient, useSelector } from '../client'
import { asksMemberCount, type CountedMembers, heldCount, memberCount } from './counted-members'

/** What the server said of groups that are too large to be held. */
const answers = createStore<ReadonlyMap<ChatId, CountedMembers>>(() => new Map())

/**
 * How many members a group has; undefined until that is known. Of a large one only some are held: there the server is asked, and
 * those who come and go count on.
 */
export const useMemberCount = (chatId: ChatId): number | undefined => {
  const client = useClient()
  const asks = useSelector((state) => asksMemberCount(state, chatId))
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
