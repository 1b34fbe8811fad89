import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useT } from '../../i18n'
import { insertText } from './insert-text'
import styles from './suggestion-list.module.css'
import type { Token } from './token'

export interface Suggestion {
  readonly key: string
  readonly sign: ReactNode
  readonly words: string
  /** Additional information. */
  readonly detail?: string
  /** The text that is inserted when it is chosen. */
  readonly text: string
}

/** The functions of the open suggestions that the composer calls. */
export interface SuggestionsHandle {
  /** Whether the suggestions handled the key. */
  readonly onKey: (event: KeyboardEvent) => boolean
}

export interface SuggestionListProps {
  readonly ref: Ref<SuggestionsHandle>
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly token: Token
  readonly list: readonly Suggestion[]
  readonly onClose: () => void
}

const suggestionsId = 'composer-suggestions'
const optionId = (at: number) => `${suggestionsId}-${at}`

/** Tells screen readers which suggestion is selected, while the focus stays in the text. */
const useActive = (field: RefObject<HTMLTextAreaElement | null>, at: number | undefined) =>
  useEffect(() => {
    const text = field.current
    if (!text || at === undefined) return
    const said = { 'aria-controls': suggestionsId, 'aria-activedescendant': optionId(at) }
    for (const [name, value] of Object.entries(said)) text.setAttribute(name, value)
    document.getElementById(optionId(at))?.scrollIntoView({ block: 'nearest' })
    return () => {
      for (const name of Object.keys(said)) text.removeAttribute(name)
    }
  }, [field, at])

const gapPx = 6

/** Keeps the list just above the field, which grows with its text. */
const useAbove = (field: RefObject<HTMLTextAreaElement | null>) => {
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const pane = list.current?.offsetParent?.getBoundingClientRect()
    const top = field.current?.getBoundingClientRect().top
    if (list.current && pane && top !== undefined) list.current.style.insetBlockEnd = `${pane.bottom - top + gapPx}px`
  })
  return list
}

/**
 * Suggestions for the word being written. The user chooses with the arrow keys and Enter or Tab, while the focus stays
 * in the text.
 */
export const SuggestionList = ({ ref, field, token, list, onClose }: SuggestionListProps) => {
  const t = useT()
  const [{ of, chosen }, setState] = useState({ of: list, chosen: 0 })
  // A new list starts at its first entry.
  const at = of === list ? chosen : 0
  const setChosen = (next: number) => setState({ of: list, chosen: next })
  const take = (suggestion: Suggestion | undefined) => {
    if (field.current && suggestion) insertText(field.current, `${suggestion.text} `, token)
  }
  const above = useAbove(field)
  useActive(field, list.length > 0 ? at : undefined)
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
    <div ref={above} id={suggestionsId} role="listbox" aria-label={t('suggestions')} className={styles.list}>
      {list.map(({ key, sign, words, detail, ...one }, index) => (
        <button
          key={key}
          id={optionId(index)}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={styles.option}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => take({ key, sign, words, ...one })}
        >
          <span className={styles.sign}>{sign}</span>
          <bdi className={styles.words}>{words}</bdi>
          {detail && <span className={styles.detail}>{detail}</span>}
        </button>
      ))}
    </div>
  )
}
