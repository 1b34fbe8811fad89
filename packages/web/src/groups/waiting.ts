import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useClient, useSelector } from '../client'
import { countRequests, hearsRequests } from './join-requests'

/** How many wait to be let into groups that the person runs, as far as it was heard or asked for. */
const counts = createStore<ReadonlyMap<ChatId, number>>(() => new Map())

const setCount = (chatId: ChatId, count: number): void =>
  counts.setState((before) => new Map(before).set(chatId, count), true)

/** How many wait to be let into a group, kept current; 0 for who does not run it. */
export const useWaiting = (chatId: ChatId): number => {
  const client = useClient()
  const hears = useSelector((state) => hearsRequests(state, chatId))
  useEffect(() => (hears ? countRequests(client, chatId, setCount) : undefined), [client, chatId, hears])
  const count = useStore(counts, (all) => all.get(chatId) ?? 0)
  return hears ? count : 0
}
