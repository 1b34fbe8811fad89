import type { KeyboardEvent } from 'react'
import { giveFocus } from '../ui/give-focus'
import { rovingStep } from '../ui/roving'

/** Arrow keys move from person to person while a row has the focus. */
export const useRowKeys = () => ({
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-person-row]')]
    const at = event.target instanceof HTMLElement ? rows.indexOf(event.target) : -1
    const to = at === -1 ? undefined : rovingStep(event, { at, count: rows.length })
    if (to === undefined) return
    event.preventDefault()
    giveFocus(rows[to])
  },
})
