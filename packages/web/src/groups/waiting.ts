import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useClient, useSelector } from '../client'

/** How many wait to be let into groups that the person runs, as far as it was heard or asked for. */
const counts = createStore<ReadonlyMap<ChatId, number>>(() => new Map())

const setCount = (chatId: ChatId, count: number): void =>
  counts.setState((before) => new Map(before).set(chatId, count), true)

/** How many wait to be let into a group, kept current; 0 for who does not run it. */
export const useWaiting = (chatId: ChatId): number => {
  const client = useClient()
  const asks = useSelector((state) => {
    const entry = state.chats.get(chatId)
    const runs = entry?.role === 'owner' || entry?.role === 'admin'
    return runs && entry.chat.kind === 'group' && state.connection.phase === 'live'
  })
  useEffect(() => {
    if (!asks) return
    const stop = client.on('chat.requests', (heard) => setCount(heard.chatId, heard.count))
    client.call('groups.requests', { chatId }).then(
      ({ count }) => setCount(chatId, count),
      () => undefined,
    )
    return stop
  }, [client, chatId, asks])
  const count = useStore(counts, (all) => all.get(chatId) ?? 0)
  return asks ? count : 0
}
