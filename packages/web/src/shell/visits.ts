import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { recall, remember } from '../remembered'
import { useOpenChat } from './places'

/** Chats that are remembered; those visited longest ago are forgotten. */
const mostChats = 200

/** How often and when each chat was opened on this device, the latest first. */
export const recallVisits = (): ReadonlyMap<ChatId, { readonly count: number; readonly lastMs: number }> => {
  try {
    const held: readonly (readonly [ChatId, number, number])[] = JSON.parse(recall('visits') ?? '[]')
    return new Map(held.map(([chatId, count, lastMs]) => [chatId, { count, lastMs }]))
  } catch {
    return new Map()
  }
}

/** Remembers which chats are opened, for the quick switcher. */
export const useVisits = (): void => {
  const chatId = useOpenChat()
  useEffect(() => {
    if (!chatId) return
    const visits = recallVisits()
    const count = (visits.get(chatId)?.count ?? 0) + 1
    const others = [...visits].filter(([id]) => id !== chatId).slice(0, mostChats - 1)
    const rows = others.map(([id, visit]) => [id, visit.count, visit.lastMs])
    remember('visits', JSON.stringify([[chatId, count, Date.now()], ...rows]))
  }, [chatId])
}
