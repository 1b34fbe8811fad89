import type { ChatId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { ChatEntry } from '@parley/sdk/api'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useClient, useSelector } from '../client'

/** What the server said of groups that are too large to be held, and how many were held then. */
interface Asked {
  readonly total: number
  readonly held: number
}
const answers = createStore<ReadonlyMap<ChatId, Asked>>(() => new Map())

const heldCount = (entry: ChatEntry | undefined): number =>
  [...(entry?.members.values() ?? [])].filter(({ leftSeq }) => leftSeq === undefined).length

/** How many members a group has. Of a large one only some are held: there the server is asked, and those who come and go count on. */
export const useMemberCount = (chatId: ChatId): number => {
  const client = useClient()
  const held = useSelector(({ chats }) => heldCount(chats.get(chatId)))
  const asks = useSelector(({ chats, connection }) => {
    const entry = chats.get(chatId)
    const isLarge = (entry?.members.size ?? 0) >= limits.snapshotMembers
    return isLarge && entry?.chat.kind === 'group' && entry.canRead && connection.phase === 'live'
  })
  useEffect(() => {
    if (!asks) return
    client.call('groups.members', { chatId, limit: 1 }).then(
      ({ total }) => {
        const asked = { total, held: heldCount(client.state.get().chats.get(chatId)) }
        answers.setState((before) => new Map(before).set(chatId, asked), true)
      },
      () => undefined,
    )
  }, [client, chatId, asks])
  const asked = useStore(answers, (all) => all.get(chatId))
  return asked ? Math.max(held, asked.total + held - asked.held) : held
}
