import type { ChatId } from '@parley/protocol'
import type { Client, Timeline } from '@parley/sdk/api'
import { useEffect, useState } from 'react'
import { useClient } from '../client'
import { type Opening, openingOf } from './opening'
import { isUnreadFor } from './timeline-items'
import { chatMemory } from './viewport/chat-memory'

export interface OpenTimeline {
  readonly timeline: Timeline
  readonly opening: Opening
}

const firstUnreadAtMs = (client: Client, timeline: Timeline): number | undefined => {
  const { rows, openedReadSeq } = timeline.state.get()
  const me = client.state.get().me?.id
  return rows.find((row) => (row.seq ?? 0) > openedReadSeq && isUnreadFor(row, me))?.at
}

/** Loads the window around a message that a link names; undefined when it is not there. */
const openAt = async (timeline: Timeline, seq: number): Promise<Opening | undefined> => {
  await timeline.show({ seq })
  return timeline.state.get().rows.some((row) => row.seq === seq) ? { at: 'message', seq } : undefined
}

/** Loads the window that the opening rule asks for; resolves when its rows are there. */
const openTimeline = async (client: Client, timeline: Timeline): Promise<Opening> => {
  const entry = client.state.get().chats.get(timeline.chatId)
  const unread = entry?.unread ?? 0
  const behind = entry ? entry.chat.seq - (entry.state?.readSeq ?? 0) : 0
  const rule = { saved: chatMemory(client, timeline.chatId).position, unread, behind, nowMs: Date.now() }
  const opening = openingOf(rule)
  if (opening.at === 'saved') await timeline.show({ seq: opening.position.seq })
  else await timeline.show(opening.at === 'first-unread' ? 'first_unread' : 'latest')
  if (opening.at !== 'first-unread') return opening
  // Only now it is known how old the first unread message is.
  const atMs = firstUnreadAtMs(client, timeline)
  const known = openingOf({ ...rule, ...(atMs !== undefined && { firstUnreadAtMs: atMs }) })
  if (known.at === 'end') await timeline.show('latest')
  return known
}

/** The history of a chat, opened where it should be, or at the message `seq`; undefined until its rows are there. */
export const useOpenTimeline = (chatId: ChatId, seq: number | undefined): OpenTimeline | undefined => {
  const client = useClient()
  const [open, setOpen] = useState<OpenTimeline>()
  const [named] = useState(seq)
  useEffect(() => {
    let left = false
    const timeline = client.timeline(chatId)
    const opened = async () => {
      const at = named === undefined ? undefined : await openAt(timeline, named)
      return at ?? (await openTimeline(client, timeline))
    }
    void opened().then((opening) => {
      if (!left) setOpen({ timeline, opening })
    })
    return () => {
      left = true
      setOpen(undefined)
      timeline.close()
    }
  }, [client, chatId, named])
  return open
}
