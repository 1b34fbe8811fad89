import type { KeyboardEvent } from 'react'

const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, last) => last,
}

/** Arrow keys go from person to person while one of the rows has the focus. */
export const useRowKeys = () => ({
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
    const step = event.altKey || event.ctrlKey || event.metaKey ? undefined : steps[event.key]
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-person-row]')]
    const at = event.target instanceof HTMLElement ? rows.indexOf(event.target) : -1
    if (!step || at === -1) return
    event.preventDefault()
    rows[step(at, rows.length - 1)]?.focus()
  },
})
