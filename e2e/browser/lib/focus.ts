import { expect, type Locator, type Page } from '@playwright/test'

interface FocusState {
  readonly what: string
  readonly lost: boolean
  readonly marked: boolean
  readonly hidden: boolean
}

/** Runs in the page: describes the focused element, and whether its focus is visible and it is not covered. */
const look = (): FocusState => {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body)
    return { what: 'nothing', lost: true, marked: false, hidden: true }
  const styles = [element, ...(element.matches('input, textarea') ? [element.parentElement] : [])].flatMap((one) =>
    one ? [getComputedStyle(one), getComputedStyle(one, '::after')] : [],
  )
  const marked = styles.some(
    ({ outlineStyle, outlineWidth, boxShadow }) =>
      (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || /\b[1-9]\d*px\b/.test(boxShadow),
  )
  const box = element.getBoundingClientRect()
  const [x, y] = [
    Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 2),
    Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 2),
  ]
  const top = document.elementFromPoint(x, y)
  const name = element.getAttribute('aria-label') ?? element.textContent ?? ''
  const what = `${element.tagName.toLowerCase()} “${name.trim().slice(0, 40)}”`
  // A control that is drawn by its label, such as a radio button, counts as visible if its label is.
  const seen =
    top !== null && (element.contains(top) || top.contains(element) || top.closest('label')?.contains(element))
  return { what, lost: false, marked, hidden: !seen }
}

/**
 * Fails unless an element has the focus, shows it, and isn't covered. At the edge of a dialog, a guard element passes
 * the focus on; only the final element counts.
 */
export const expectVisibleFocus = async (page: Page): Promise<void> => {
  const seen = { lost: false, marked: true, hidden: false }
  await expect.poll(() => page.evaluate(look), 'the focused element').toMatchObject(seen)
}

/** Presses Tab (or another key) until `target` has the focus. Every element on the way must show its focus. */
export const keyTo = async (page: Page, target: Locator, key = 'Tab'): Promise<void> => {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key)
    await expectVisibleFocus(page)
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`${target} is not reached by ${key}.`)
}

/** Presses ArrowDown until `target` has the focus. The items of menus show the focus without a ring. */
export const downTo = async (page: Page, target: Locator): Promise<void> => {
  for (let presses = 0; presses < 40; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`${target} is not reached by ArrowDown.`)
}
