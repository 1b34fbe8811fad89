import { type KeyboardEvent, type Ref, type RefObject, useEffect, useImperativeHandle, useState } from 'react'
import { emojiData } from '../../emoji/emoji-data'
import { useLocale, useT } from '../../i18n'
import { insertText } from './insert-text'
import styles from './suggestions.module.css'
import type { Token } from './token'

const mostShown = 8

interface Suggestion {
  readonly key: string
  readonly sign: string
  readonly words: string
  /** Stands in the text when it is chosen. */
  readonly text: string
}

/** Emojis whose name or tags begin with what is written; those whose name does come first. */
const useEmojis = (query: string): readonly Suggestion[] => {
  const locale = useLocale()
  const [found, setFound] = useState<readonly Suggestion[]>([])
  useEffect(() => {
    let current = true
    const begins = query.toLowerCase().replaceAll(/[_-]/g, ' ')
    const look = async () => {
      const { emojis } = await emojiData(locale)
      const ranked = emojis.flatMap((one) => {
        const words = [one.label.toLowerCase(), ...one.tags.map((tag) => tag.toLowerCase())]
        const rank = words.findIndex((word) => word.startsWith(begins) || word.split(' ').includes(begins))
        return rank === -1 ? [] : [{ one, rank: Math.min(rank, 1) }]
      })
      const best = ranked.sort((a, b) => a.rank - b.rank).slice(0, mostShown)
      if (current)
        setFound(best.map(({ one: { emoji, label } }) => ({ key: emoji, sign: emoji, words: label, text: emoji })))
    }
    look().catch(() => undefined)
    return () => {
      current = false
    }
  }, [query, locale])
  return found
}

/** What the composer asks of the open suggestions. */
export interface SuggestionsHandle {
  /** Whether a key was for them. */
  readonly onKey: (event: KeyboardEvent) => boolean
}

export interface SuggestionsProps {
  readonly ref: Ref<SuggestionsHandle>
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly token: Token
  readonly onClose: () => void
}

export const suggestionsId = 'composer-suggestions'
const optionId = (at: number) => `${suggestionsId}-${at}`

/** What could stand in place of the word that is being written: chosen with arrows and Enter or Tab while the focus stays in the text. */
export const Suggestions = ({ ref, field, token, onClose }: SuggestionsProps) => {
  const t = useT()
  const list = useEmojis(token.query)
  const [{ of, chosen }, setState] = useState({ of: list, chosen: 0 })
  // Another list begins at its first.
  const at = of === list ? chosen : 0
  const setChosen = (next: number) => setState({ of: list, chosen: next })
  const take = (suggestion: Suggestion | undefined) => {
    if (field.current && suggestion) insertText(field.current, `${suggestion.text} `, token)
  }
  useEffect(() => {
    const text = field.current
    if (!text || list.length === 0) return
    const said = { 'aria-controls': suggestionsId, 'aria-activedescendant': optionId(at) }
    for (const [name, value] of Object.entries(said)) text.setAttribute(name, value)
    return () => {
      for (const name of Object.keys(said)) text.removeAttribute(name)
    }
  }, [field, list, at])
  useImperativeHandle(ref, () => ({
    onKey: ({ key, shiftKey }) => {
      if (list.length === 0) return false
      if (key === 'ArrowDown') setChosen((at + 1) % list.length)
      else if (key === 'ArrowUp') setChosen((at + list.length - 1) % list.length)
      else if ((key === 'Enter' && !shiftKey) || (key === 'Tab' && !shiftKey)) take(list[at])
      else if (key === 'Escape') onClose()
      else return false
      return true
    },
  }))
  if (list.length === 0) return null
  return (
    <div id={suggestionsId} role="listbox" aria-label={t('suggestions')} className={styles.list}>
      {list.map((one, index) => (
        <button
          key={one.key}
          id={optionId(index)}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={styles.option}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => take(one)}
        >
          <span className={styles.sign}>{one.sign}</span>
          <span className={styles.words}>{one.words}</span>
        </button>
      ))}
    </div>
  )
}
