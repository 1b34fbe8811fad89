import type { ChatId } from '@parley/protocol'
import { type DragEvent, useEffect, useRef } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { fromInside, paths } from '../shell/places'

const openAfterMs = 600

/** A chat over which files are held for a moment opens, so that they can be dropped there. */
export const useDragOpen = () => {
  const held = useRef<{ readonly chatId: ChatId; readonly timer: ReturnType<typeof setTimeout> }>(undefined)
  const stop = () => {
    clearTimeout(held.current?.timer)
    held.current = undefined
  }
  useEffect(() => () => clearTimeout(held.current?.timer), [])
  const onDragOver = (event: DragEvent<HTMLElement>) => {
    if (!event.dataTransfer.types.includes('Files')) return
    const row = event.target instanceof Element ? event.target.closest('[data-chat-row]') : null
    const chatId = row?.getAttribute('data-chat-row') as ChatId | null | undefined
    if (!chatId) return stop()
    if (held.current?.chatId === chatId) return
    stop()
    const timer = setTimeout(() => navigate(paths.chat(chatId), { state: fromInside }), openAfterMs)
    held.current = { chatId, timer }
  }
  return { onDragOver, onDragLeave: stop, onDrop: stop }
}
