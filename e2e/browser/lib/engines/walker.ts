import { expect } from '@playwright/test'
import type { EnginePage, Point } from './engine'

/** Selects elements that match a CSS selector, and whose label or else text is (or contains) the given text. */
interface Wanted {
  readonly selector: string
  readonly name?: string
  readonly part?: string
}

/** Runs in the page: the middle of the last visible matching element. */
const middleOf = ({ selector, name, part }: Wanted): Point | null => {
  const nameOf = (element: Element) => {
    const label = element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent
    return (label ?? element.textContent ?? '').trim()
  }
  const fits = (element: Element) =>
    (name === undefined || nameOf(element) === name) && (part === undefined || nameOf(element).includes(part))
  const boxes = [...document.querySelectorAll(selector)].filter(fits).map((element) => element.getBoundingClientRect())
  const box = boxes.findLast(({ width, height }) => width > 0 && height > 0)
  return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null
}

declare global {
  interface Window {
    testWheels?: number
  }
}

/** Runs in the page: counts wheel events from now on. */
const countWheels = (): void => {
  const count = () => {
    window.testWheels = (window.testWheels ?? 0) + 1
  }
  if (window.testWheels === undefined) addEventListener('wheel', count, { capture: true, passive: true })
  window.testWheels = 0
}

/**
 * Runs in the page: waits until the rows of the history rest for 30 frames. Then returns the largest movement of a row
 * during 40 more frames. A busy machine shows the last wheel steps some frames after their events.
 */
const driftAtRest = async (): Promise<number> => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const places = () =>
    new Map(
      [...document.querySelectorAll('[data-testid=viewport] article')].flatMap((row) => {
        const { top, bottom } = row.getBoundingClientRect()
        return bottom > 0 && top < innerHeight ? [[row.getAttribute('data-key'), top] as const] : []
      }),
    )
  const drift = (from: ReturnType<typeof places>, to: ReturnType<typeof places>) =>
    Math.max(0, ...[...to].map(([key, top]) => Math.abs(top - (from.get(key) ?? top))))
  let rest = places()
  for (let still = 0; still < 30; still++) {
    await frame()
    const now = places()
    if (drift(rest, now) > 0) still = -1
    rest = now
  }
  let most = 0
  for (let frames = 0; frames < 40; frames++) {
    await frame()
    most = Math.max(most, drift(rest, places()))
  }
  return most
}

/** A user of one tab, in any engine. */
export class Walker {
  constructor(readonly page: EnginePage) {}

  async find(wanted: Wanted): Promise<Point> {
    let found: Point | null = null
    await expect
      .poll(async () => (found = await this.page.run(middleOf, wanted)), `an element like ${JSON.stringify(wanted)}`)
      .not.toBeNull()
    return found as unknown as Point
  }

  async sees(wanted: Wanted): Promise<void> {
    await this.find(wanted)
  }

  async gone(wanted: Wanted): Promise<void> {
    await expect.poll(() => this.page.run(middleOf, wanted), `no element like ${JSON.stringify(wanted)}`).toBeNull()
  }

  async click(wanted: Wanted): Promise<void> {
    await this.page.click(await this.find(wanted))
  }

  /** Clicks a field and types into it. */
  async fill(name: string, text: string): Promise<void> {
    await this.click({ selector: 'input, textarea', name })
    await this.page.type(text)
  }

  /** Writes a message in the open chat and sends it. */
  async send(text: string): Promise<void> {
    await this.click({ selector: '[data-testid=composer]' })
    await this.page.type(text)
    await this.page.press('Enter')
  }

  message(part: string): Wanted {
    return { selector: '[data-testid=viewport] article', part }
  }

  composerHeight(): Promise<number> {
    return this.page.run(() => document.querySelector('[data-testid=composer]')?.clientHeight ?? 0, null)
  }

  /** Turns the wheel over the history. Returns how far its rows move by themselves after coming to rest, in px. */
  async scroll(stepPx: number, steps: number): Promise<number> {
    const at = await this.find({ selector: '[data-testid=viewport]' })
    await this.page.run(countWheels, null)
    for (let step = 0; step < steps; step++) await this.page.wheel(at, stepPx)
    await expect.poll(() => this.page.run(() => window.testWheels, null), 'wheel steps seen by the page').toBe(steps)
    return this.page.run(driftAtRest, null)
  }
}
