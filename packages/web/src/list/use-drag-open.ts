import type { ChatId } from '@parley/protocol'
import { type DragEvent, useEffect, useRef } from 'react'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { pick } from '../media/attached'
import { fromInside, paths } from '../navigation/places'

const openAfterMs = 600

const rowUnder = ({ target, dataTransfer }: DragEvent): ChatId | undefined => {
  if (!dataTransfer.types.includes('Files')) return undefined
  const row = target instanceof Element ? target.closest('[data-chat-row]') : null
  return (row?.getAttribute('data-chat-row') as ChatId | null) ?? undefined
}

/**
 * Opens a chat when the user holds files over it for a moment, to drop them there. Files dropped on its row wait in its
 * composer.
 */
export const useDragOpen = () => {
  const t = useT()
  const client = useClient()
  const held = useRef<{ readonly chatId: ChatId; readonly timer: ReturnType<typeof setTimeout> }>(undefined)
  const stop = () => {
    clearTimeout(held.current?.timer)
    held.current = undefined
  }
  const mayWrite = (chatId: ChatId) => client.state.get().chats.get(chatId)?.writeRefused === undefined
  useEffect(() => () => clearTimeout(held.current?.timer), [])
  const onDragOver = (event: DragEvent<HTMLElement>) => {
    const chatId = rowUnder(event)
    if (!chatId) return stop()
    if (mayWrite(chatId)) {
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    }
    if (held.current?.chatId === chatId) return
    stop()
    const timer = setTimeout(() => navigate(paths.chat(chatId), { state: fromInside }), openAfterMs)
    held.current = { chatId, timer }
  }
  const onDrop = (event: DragEvent<HTMLElement>) => {
    stop()
    const chatId = rowUnder(event)
    if (!chatId || !mayWrite(chatId)) return
    event.preventDefault()
    navigate(paths.chat(chatId), { state: fromInside })
    void pick({ t, client, chatId }, [...event.dataTransfer.files])
  }
  return { onDragOver, onDragLeave: stop, onDrop }
}
