import { type SyntheticEvent, useRef, useState } from 'react'
import type { SuggestionsHandle } from './suggestions'
import { tokenAt } from './token'

/** Which word asks for suggestions, as the caret moves; one that was closed asks no more until another one begins. */
export const useSuggesting = (text: string) => {
  const suggestions = useRef<SuggestionsHandle>(null)
  const [caret, setCaret] = useState(0)
  const [closedAt, setClosedAt] = useState<number>()
  const token = tokenAt(text, caret)
  return {
    token: token?.from === closedAt ? undefined : token,
    suggestions,
    onCaret: ({ currentTarget: { selectionStart, selectionEnd } }: SyntheticEvent<HTMLTextAreaElement>) => {
      setCaret(selectionStart === selectionEnd ? selectionEnd : 0)
      if (!tokenAt(text, selectionEnd)) setClosedAt(undefined)
    },
    close: () => setClosedAt(token?.from),
  }
}
