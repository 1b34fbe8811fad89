import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { useClient } from '../lib/client'
import type { OpenTimeline } from './use-open-timeline'

/** Loads the original of a stored draft's reply together with the history. */
export const useDraftQuote = (chatId: ChatId, open: OpenTimeline | undefined): void => {
  const client = useClient()
  useEffect(() => {
    const replyTo = client.state.get().chats.get(chatId)?.draftReplyTo
    if (replyTo) open?.timeline.requestQuote(replyTo)
  }, [client, chatId, open])
}
