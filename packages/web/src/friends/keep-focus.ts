import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/**
 * Keeps the focus in a list when the row that has it goes away, because of what was done there: it goes to the row that
 * takes its place, else to the search field.
 */
export const useFocusPassedOn = (row: RefObject<HTMLElement | null>): void => {
  useLayoutEffect(() => {
    const element = row.current
    // Runs before the row leaves the page.
    return () => {
      if (!element?.contains(document.activeElement)) return
      const list = element.closest<HTMLElement>('[data-list]')
      const top = element.offsetTop
      requestAnimationFrame(() => {
        const rows = [...(list?.querySelectorAll<HTMLElement>('[data-person-row]') ?? [])]
        const next = rows.find((other) => other.offsetTop >= top) ?? rows.at(-1)
        const target = next ?? list?.querySelector<HTMLElement>('input')
        if (document.activeElement === document.body) target?.focus()
      })
    }
  }, [row])
}

/** Keeps the focus in `area` when the button that has it is replaced by others: it goes to the first of those. */
export const useFocusKept = (area: RefObject<HTMLElement | null>, standing: string): void => {
  const before = useRef(standing)
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
    if (before.current === standing) return
    before.current = standing
    if (!focused.current || document.activeElement !== document.body) return
    const button = area.current?.querySelector<HTMLElement>('[data-main-actions] button')
    const target = button ?? area.current?.querySelector<HTMLElement>('button')
    target?.focus()
  }, [area, standing])
}
