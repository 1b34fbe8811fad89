import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useClient, useSelector } from '../lib/client'
import { countRequests, receivesJoinRequests } from './join-requests'

/** The number of join requests in groups that the user runs, as far as events and responses have shown it. */
const counts = createStore<ReadonlyMap<ChatId, number>>(() => new Map())

const setCount = (chatId: ChatId, count: number): void =>
  counts.setState((before) => new Map(before).set(chatId, count), true)

/** The number of join requests of a group, kept up to date. 0 for users who don't run it. */
export const useJoinRequestCount = (chatId: ChatId): number => {
  const client = useClient()
  const receives = useSelector((state) => receivesJoinRequests(state, chatId))
  useEffect(() => (receives ? countRequests(client, chatId, setCount) : undefined), [client, chatId, receives])
  const count = useStore(counts, (all) => all.get(chatId) ?? 0)
  return receives ? count : 0
}
