import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { giveFocus } from '../ui/give-focus'

/**
 * Keeps the focus in a list when an action removes the focused row. It moves to the row that takes its place, else to
 * the search field.
 */
export const useFocusNextRow = (row: RefObject<HTMLElement | null>): void => {
  useLayoutEffect(() => {
    const element = row.current
    // Runs before the row is removed from the page.
    return () => {
      if (!element?.contains(document.activeElement)) return
      const list = element.closest<HTMLElement>('[data-list]')
      const top = element.offsetTop
      requestAnimationFrame(() => {
        const rows = [...(list?.querySelectorAll<HTMLElement>('[data-person-row]') ?? [])]
        const next = rows.find((other) => other.offsetTop >= top) ?? rows.at(-1)
        const target = next ?? list?.querySelector<HTMLElement>('input')
        if (document.activeElement === document.body) giveFocus(target)
      })
    }
  }, [row])
}

/** Keeps the focus in `area` when other buttons replace the focused one. It moves to the first of those. */
export const useFocusInArea = (area: RefObject<HTMLElement | null>, state: string): void => {
  const before = useRef(state)
  const focused = useRef(false)
  useEffect(() => {
    const element = area.current
    const track = () => {
      focused.current = element?.contains(document.activeElement) ?? false
    }
    element?.addEventListener('focusin', track)
    return () => element?.removeEventListener('focusin', track)
  }, [area])
  useEffect(() => {
    if (before.current === state) return
    before.current = state
    if (!focused.current || document.activeElement !== document.body) return
    const button = area.current?.querySelector<HTMLElement>('[data-main-actions] button')
    const target = button ?? area.current?.querySelector<HTMLElement>('button')
    giveFocus(target)
  }, [area, state])
}
