import { type KeyboardEvent as ReactKeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { type T, useT } from '../../i18n'
import { isOverlayOpen } from '../../navigation/overlay-open'
import { isComposing } from '../../navigation/pressed'
import { enterChoice } from '../../theme/appearance'
import { onDemand } from '../../ui/on-demand'
import { type ComposerAct, composerActOf, isFormat, worksInChat } from './composer-keys'
import type { Format } from './format-text'
import type { SuggestionsHandle } from './suggestion-list'

interface ComposerKeysOptions {
  readonly field: RefObject<HTMLTextAreaElement | null>
  /** Handles keys before the composer does, while suggestions are open. */
  readonly suggestions: RefObject<SuggestionsHandle | null>
  /**
   * The handlers of the actions. They return false if there is nothing to do, and the key then keeps its default
   * effect.
   */
  readonly acts: Readonly<Partial<Record<ComposerAct, () => boolean>>>
}

/** On touch devices, Enter alone is a new line. */
export const coarse = (): boolean => matchMedia('(pointer: coarse)').matches

const format = async (t: T, field: HTMLTextAreaElement, how: Format) => {
  const loaded = await onDemand(t, () => import('./format-field'))
  if (document.activeElement === field) loaded?.formatField(field, how)
}

/** Whether the focus is nowhere, or inside the same chat. */
const isInChat = (target: EventTarget | null, field: HTMLElement): boolean =>
  target === document.body || (target instanceof Node && field.closest('section')?.contains(target) === true)

/** Binds the composer's keys: all of them in its field, some in the whole chat. */
export const useComposerKeys = ({ field, suggestions, acts }: ComposerKeysOptions) => {
  const t = useT()
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
    if (isFormat(act)) void format(t, currentTarget, act)
    else if (!acts[act]?.()) return
    event.preventDefault()
  }
}
