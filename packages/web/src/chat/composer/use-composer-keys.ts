import { type KeyboardEvent as ReactKeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { isOverlayOpen } from '../../shell/overlay-open'
import { isComposing } from '../../shell/pressed'
import { enterChoice } from '../../theme/appearance'
import { persistently } from '../../ui/persistently'
import { type ComposerAct, composerActOf, isFormat, worksInChat } from './composer-keys'
import type { Format } from './format-text'
import type { SuggestionsHandle } from './suggestion-list'

interface ComposerKeysOptions {
  readonly field: RefObject<HTMLTextAreaElement | null>
  /** Takes keys before the composer does, while something is suggested. */
  readonly suggestions: RefObject<SuggestionsHandle | null>
  /** What the acts do; false when there is nothing to do: the key then does what it always does. */
  readonly acts: Readonly<Partial<Record<ComposerAct, () => boolean>>>
}

/** Where fingers write, Enter alone is a new line. */
export const coarse = (): boolean => matchMedia('(pointer: coarse)').matches

const format = async (field: HTMLTextAreaElement, how: Format) => {
  const { formatField } = await persistently(() => import('./format-field'))
  if (document.activeElement === field) formatField(field, how)
}

/** Whether nothing has the focus, or something of the same chat. */
const isInChat = (target: EventTarget | null, field: HTMLElement): boolean =>
  target === document.body || (target instanceof Node && field.closest('section')?.contains(target) === true)

/** Binds the table of the composer's keys: all of them in its field, some of them in the whole chat. */
export const useComposerKeys = ({ field, suggestions, acts }: ComposerKeysOptions) => {
  const latest = useRef(acts)
  useEffect(() => {
    latest.current = acts
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !field.current || !isInChat(event.target, field.current) || isOverlayOpen()) return
      const act = composerActOf(event, 'new-line')
      if (act && worksInChat(act) && latest.current[act]?.()) event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [field])
  return (event: ReactKeyboardEvent<HTMLTextAreaElement>) => {
    const { currentTarget, nativeEvent } = event
    if (isComposing(nativeEvent)) return
    if (suggestions.current?.onKey(event)) return event.preventDefault()
    const act = composerActOf(nativeEvent, coarse() ? 'new-line' : enterChoice())
    if (!act) return
    if (isFormat(act)) void format(currentTarget, act).catch(() => undefined)
    else if (!acts[act]?.()) return
    event.preventDefault()
  }
}
