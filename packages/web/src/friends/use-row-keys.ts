import type { KeyboardEvent } from 'react'
import { rovingStep } from '../ui/roving'

/** Arrow keys go from person to person while one of the rows has the focus. */
export const useRowKeys = () => ({
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-person-row]')]
    const at = event.target instanceof HTMLElement ? rows.indexOf(event.target) : -1
    const to = at === -1 ? undefined : rovingStep(event, { at, count: rows.length })
    if (to === undefined) return
    event.preventDefault()
    rows[to]?.focus()
  },
})
