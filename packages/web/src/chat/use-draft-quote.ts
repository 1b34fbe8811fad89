import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { useClient } from '../client'
import type { OpenTimeline } from './use-open-timeline'

/** What a draft from before answers is looked for with the history. */
export const useDraftQuote = (chatId: ChatId, open: OpenTimeline | undefined): void => {
  const client = useClient()
  useEffect(() => {
    const replyTo = client.state.get().chats.get(chatId)?.draftReplyTo
    if (replyTo) open?.timeline.wantQuote(replyTo)
  }, [client, chatId, open])
}
