import type { ChatId } from '@parley/protocol'
import { type SyntheticEvent, useRef, useState } from 'react'
import { useSelector } from '../../lib/client'
import type { SuggestionsHandle } from './suggestion-list'
import { suggestedToken, tokenAt } from './token'

/**
 * The word that needs suggestions, as the caret moves. After its suggestions were closed, they stay closed until
 * another word begins.
 */
export const useSuggesting = (chatId: ChatId, text: string) => {
  const suggestions = useRef<SuggestionsHandle>(null)
  const [caret, setCaret] = useState(0)
  const [closedAt, setClosedAt] = useState<number>()
  const namesPeople = useSelector((state) => state.chats.get(chatId)?.chat.kind !== 'direct')
  const token = suggestedToken({ text, caret, namesPeople, closedAt })
  return {
    token,
    suggestions,
    /** The caret moved, or the text changed. */
    onCaret: ({ currentTarget: { value, selectionStart, selectionEnd } }: SyntheticEvent<HTMLTextAreaElement>) => {
      setCaret(selectionStart === selectionEnd ? selectionEnd : 0)
      if (!tokenAt(value, selectionEnd)) setClosedAt(undefined)
    },
    close: () => setClosedAt(token?.from),
  }
}
