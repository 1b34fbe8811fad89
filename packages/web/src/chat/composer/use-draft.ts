import type { ChatId, ReplyTo } from '@parley/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from '../../client'

const saveAfterMs = 250

interface Draft {
  readonly text: string
  readonly replyTo?: ReplyTo | undefined
}

/**
 * What the composer holds, kept as this chat's draft on this device. Saved shortly after each change and whenever the
 * composer may go away; a draft from elsewhere never changes what is being written.
 */
export const useDraft = (chatId: ChatId) => {
  const client = useClient()
  const [draft, setDraft] = useState<Draft>(() => {
    const entry = client.state.get().chats.get(chatId)
    return { text: entry?.draft ?? '', replyTo: entry?.draftReplyTo }
  })
  const latest = useRef(draft)
  const unsaved = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const flush = useCallback(() => {
    clearTimeout(timer.current)
    const { text, replyTo } = latest.current
    if (unsaved.current) client.setDraft(chatId, text, replyTo)
    unsaved.current = false
  }, [client, chatId])

  const change = useCallback(
    (changes: Draft | { readonly replyTo: ReplyTo | undefined } | { readonly text: string }) => {
      latest.current = { ...latest.current, ...changes }
      setDraft(latest.current)
      unsaved.current = true
      clearTimeout(timer.current)
      // An emptied composer is a sent or deleted draft: it must not come back after a reload.
      if (latest.current.text === '') flush()
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

  return { ...draft, change, flush }
}
