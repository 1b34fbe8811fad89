import type { ChatId } from '@parley/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from '../../client'

const saveAfterMs = 250

/**
 * The composer's text, kept as this chat's draft on this device. Saved shortly after each change and whenever the
 * composer may go away; a draft from elsewhere never changes what is being written.
 */
export const useDraft = (chatId: ChatId) => {
  const client = useClient()
  const [text, setText] = useState(() => client.state.get().chats.get(chatId)?.draft ?? '')
  const unsaved = useRef<string>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const flush = useCallback(() => {
    clearTimeout(timer.current)
    if (unsaved.current !== undefined) client.setDraft(chatId, unsaved.current)
    unsaved.current = undefined
  }, [client, chatId])

  const write = useCallback(
    (next: string) => {
      setText(next)
      unsaved.current = next
      clearTimeout(timer.current)
      // An emptied composer is a sent or deleted draft: it must not come back after a reload.
      if (next === '') flush()
      else timer.current = setTimeout(flush, saveAfterMs)
    },
    [flush],
  )

  useEffect(() => {
    window.addEventListener('pagehide', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      document.removeEventListener('visibilitychange', flush)
      flush()
    }
  }, [flush])

  return { text, write, flush }
}
