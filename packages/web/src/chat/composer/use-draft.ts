import type { ChatId, ReplyTo } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { useClient, useSelector } from '../../client'

const saveAfterMs = 250

interface Draft {
  readonly text: string
  readonly replyTo?: ReplyTo | undefined
}

const draftOf = ({ chats }: ClientState, chatId: ChatId): Draft => {
  const entry = chats.get(chatId)
  return { text: entry?.draft ?? '', replyTo: entry?.draftReplyTo }
}

/**
 * What the composer holds, kept as this chat's draft. Saved shortly after each change and whenever the composer may go
 * away. A draft from elsewhere never changes what is being written: it is shown while `field` does not have the focus.
 */
export const useDraft = (chatId: ChatId, field: RefObject<HTMLElement | null>) => {
  const client = useClient()
  const [draft, setDraft] = useState<Draft>(() => draftOf(client.state.get(), chatId))
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

  const kept = useSelector((state) => draftOf(state, chatId))
  const adopt = useCallback(() => {
    const now = draftOf(client.state.get(), chatId)
    const same = now.text === latest.current.text && now.replyTo?.id === latest.current.replyTo?.id
    const hasFocus = document.hasFocus() && document.activeElement === field.current
    if (same || unsaved.current || hasFocus) return
    latest.current = now
    setDraft(now)
  }, [client, chatId, field])
  useEffect(() => {
    if (kept) adopt()
  }, [kept, adopt])
  const leave = () => {
    flush()
    // Only now the focus is gone.
    setTimeout(adopt)
  }

  useEffect(() => {
    window.addEventListener('pagehide', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      document.removeEventListener('visibilitychange', flush)
      flush()
    }
  }, [flush])

  return { ...draft, change, leave }
}
