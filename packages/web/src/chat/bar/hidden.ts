import type { ChatId, MessageId } from '@parley/protocol'
import { useState } from 'react'
import { recall, remember } from '../../lib/remembered'
import { fnv1a } from '../../ui/initials'

/** An announcement that was hidden on this device stays hidden until it changes. */
export const useHiddenAnnouncement = (chatId: ChatId) => {
  const key = `announcement.${chatId}` as const
  const [hidden, setHidden] = useState(() => recall(key))
  // Stores only a hash, so that the text doesn't stay on the device after sign-out.
  const sum = (text: string) => String(fnv1a(text))
  return {
    isHidden: (text: string) => hidden === sum(text),
    hide: (text: string) => {
      remember(key, sum(text))
      setHidden(sum(text))
    },
  }
}

/** Pins that were hidden on this device stay hidden. Later pins are shown. */
export const useHiddenPins = (chatId: ChatId) => {
  const key = `pins.${chatId}` as const
  const [hidden, setHidden] = useState<readonly string[]>(() => recall(key)?.split(' ') ?? [])
  const set = (ids: readonly string[]) => {
    remember(key, ids.length === 0 ? undefined : ids.join(' '))
    setHidden(ids)
  }
  return {
    isHidden: (id: MessageId) => hidden.includes(id),
    /** @returns the way to show them again */
    hide: (ids: readonly MessageId[]): (() => void) => {
      set(ids)
      return () => set(hidden)
    },
  }
}
