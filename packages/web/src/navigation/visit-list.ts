import type { ChatId } from '@parley/protocol'

/** How often and when each chat was opened, the latest first. */
export type VisitList = ReadonlyMap<ChatId, { readonly count: number; readonly lastMs: number }>

/** The number of chats to keep. Those visited longest ago are dropped. */
const mostChats = 200

/** The list after another visit. */
export const withVisit = (visits: VisitList, chatId: ChatId, nowMs: number): VisitList => {
  const count = (visits.get(chatId)?.count ?? 0) + 1
  const others = [...visits].filter(([id]) => id !== chatId).slice(0, mostChats - 1)
  return new Map([[chatId, { count, lastMs: nowMs }], ...others])
}

/** Serialises the list for storage. */
export const visitsText = (visits: VisitList): string =>
  JSON.stringify([...visits].map(([chatId, { count, lastMs }]) => [chatId, count, lastMs]))

/** Parses a stored list. Invalid text gives an empty one. */
export const visitsIn = (text: string | undefined): VisitList => {
  try {
    const held: readonly (readonly [ChatId, number, number])[] = JSON.parse(text ?? '[]')
    return new Map(held.map(([chatId, count, lastMs]) => [chatId, { count, lastMs }]))
  } catch {
    return new Map()
  }
}
