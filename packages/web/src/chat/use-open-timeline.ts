import type { ChatId } from '@parley/protocol'
import type { Timeline } from '@parley/sdk/api'
import { useEffect, useState } from 'react'
import { useClient } from '../lib/client'
import { messageMarkdown } from '../markdown/message-markdown'
import { openHistory } from './open-history'
import type { Opening } from './opening'
import { chatMemory } from './viewport/chat-memory'

export interface OpenTimeline {
  readonly timeline: Timeline
  readonly opening: Opening
}

/** How long a history waits for the code that formats its texts, in ms. Afterwards they show as written. */
const formattingWaitMs = 500

const formatted = (texts: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, formattingWaitMs)
    void messageMarkdown.ready(texts).then(() => {
      clearTimeout(timer)
      resolve()
    })
  })

/** The history of a chat, opened at the right position or at the message `seq`. Undefined until its rows are there. */
export const useOpenTimeline = (chatId: ChatId, seq: number | undefined): OpenTimeline | undefined => {
  const client = useClient()
  const [open, setOpen] = useState<OpenTimeline>()
  const [named] = useState(seq)
  useEffect(() => {
    let left = false
    const timeline = client.timeline(chatId)
    const { chats, me } = client.state.get()
    const saved = chatMemory(client, chatId).position
    const input = { entry: chats.get(chatId), me: me?.id, saved, named, nowMs: Date.now(), formatted }
    void openHistory(timeline, input).then((opening) => {
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
