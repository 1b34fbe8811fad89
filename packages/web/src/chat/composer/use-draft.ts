import type { ChatId } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { type RefObject, useCallback, useEffect, useState } from 'react'
import { useClient, useSelector } from '../../lib/client'
import { type Draft, DraftKeeper } from './draft-keeper'

const draftOf = ({ chats }: ClientState, chatId: ChatId): Draft => {
  const entry = chats.get(chatId)
  return { text: entry?.draft ?? '', replyTo: entry?.draftReplyTo }
}

/**
 * The content of the composer, stored as this chat's draft. It is saved shortly after each change, and whenever the
 * composer may be removed. A draft from elsewhere never replaces text that was changed since `field` got the focus. The
 * chat must stay the same.
 */
export const useDraft = (chatId: ChatId, field: RefObject<HTMLElement | null>) => {
  const client = useClient()
  const [draft, show] = useState<Draft>(() => draftOf(client.state.get(), chatId))
  const [keeper] = useState(
    () => new DraftKeeper({ kept: draft, show, save: ({ text, replyTo }) => client.setDraft(chatId, text, replyTo) }),
  )

  const kept = useSelector((state) => draftOf(state, chatId))
  const adopt = useCallback(() => {
    const { activeElement } = document
    const inField = activeElement === field.current || activeElement?.matches('[data-caption]') === true
    keeper.adopt(draftOf(client.state.get(), chatId), { focused: document.hasFocus() && inField })
  }, [client, chatId, field, keeper])
  useEffect(() => {
    if (kept) adopt()
  }, [kept, adopt])
  const leave = () => {
    keeper.flush()
    // The focus has moved only after this event.
    setTimeout(adopt)
  }

  useEffect(() => {
    const flush = () => keeper.flush()
    window.addEventListener('pagehide', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      document.removeEventListener('visibilitychange', flush)
      flush()
    }
  }, [keeper])

  return { ...draft, change: (changes: Parameters<DraftKeeper['change']>[0]) => keeper.change(changes), leave }
}
