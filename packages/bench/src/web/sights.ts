import type { Page } from 'playwright-core'

interface InPage {
  inputAtMs?: number
}

/** Records the time of key and pointer presses from now on. Call it once for each page. */
export const recordInput = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const name of ['keydown', 'pointerdown'])
      addEventListener(
        name,
        (event) => {
          ;(globalThis as InPage).inputAtMs = event.timeStamp
        },
        { capture: true },
      )
  })

/** Milliseconds from the last input to the first frame in which `sees` returns a time, by the page's clock. */
export const msSinceInput = async <Arg>(page: Page, sees: (arg: Arg) => number, arg: Arg): Promise<number> => {
  const options = { polling: 'raf', timeout: 30_000 } as const
  // Playwright's types don't support an argument of any type.
  const seen = await page.waitForFunction(sees as (arg: unknown) => number, arg as unknown, options)
  return (await seen.jsonValue()) - (await page.evaluate(() => (globalThis as InPage).inputAtMs ?? 0))
}

/** The time, if the row is within 40 px of the middle of a visible history; else 0. */
export const rowAtCentre = (seq: number): number => {
  const view = document.querySelector<HTMLElement>('[data-testid=viewport]')
  const row = view?.querySelector(`[data-seq="${seq}"]`)
  if (!view || !row || view.style.opacity === '0') return 0
  const [box, one] = [view.getBoundingClientRect(), row.getBoundingClientRect()]
  return Math.abs(box.top + box.height / 2 - one.top - one.height / 2) <= 40 ? performance.now() : 0
}

/** The time, if another chat is open and its rows cover the view; else 0. */
export const otherChatThan = (chatId: string): number => {
  const pane = document.querySelector<HTMLElement>('[data-testid=chat-pane]')
  const view = pane?.querySelector<HTMLElement>('[data-testid=viewport]')
  if (!pane || !view || pane.dataset.chatId === chatId || view.style.opacity === '0') return 0
  const rows = view.querySelectorAll('[data-key]')
  const bottom = rows[rows.length - 1]?.getBoundingClientRect().bottom ?? 0
  return rows.length > 0 && bottom >= view.getBoundingClientRect().bottom - 60 ? performance.now() : 0
}

/** The time, if a message with this text is in view; else 0. */
export const textInView = (text: string): number => {
  const rows = [...document.querySelectorAll('[data-testid=viewport] article')].slice(-3)
  const row = rows.find((one) => one.textContent?.includes(text))
  return row && row.getBoundingClientRect().top < innerHeight ? performance.now() : 0
}

/** The time, if the page contains an element that matches the selector; else 0. */
export const anyOf = (selector: string): number => (document.querySelector(selector) ? performance.now() : 0)
