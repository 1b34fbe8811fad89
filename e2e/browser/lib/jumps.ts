import type { Locator, Page } from '@playwright/test'
import { waitUntilStill } from './frames'
import { screenOf } from './screen'
import { expect } from './test'

/** The distance between the middle of a row and the middle of the view, in px. */
const offCentre = async (row: Locator, view: Locator): Promise<number> => {
  const [one, other] = [await row.boundingBox(), await view.boundingBox()]
  if (!one || !other) return Number.POSITIVE_INFINITY
  return Math.abs(one.y + one.height / 2 - other.y - other.height / 2)
}

/** Checks that the target row of a jump is in the middle of the view. */
export const expectCentred = async (page: Page, row: Locator): Promise<void> => {
  const { viewport } = screenOf(page)
  await expect(row).toBeInViewport()
  await waitUntilStill(viewport)
  expect(await offCentre(row, viewport), 'px from the middle').toBeLessThanOrEqual(40)
}

interface QuoteJump {
  /** The row whose quote is followed. */
  readonly from: Locator
  readonly to: Locator
  /** Another check on arrival. */
  readonly onArrival?: () => Promise<void>
}

/** Follows a quote, returns to it, and follows it once more. */
export const followQuote = async (page: Page, { from, to, onArrival }: QuoteJump): Promise<void> => {
  const { viewport } = screenOf(page)
  const quote = from.getByTestId('quote')
  // The browser may scroll a little to bring the quote under the pointer.
  await quote.hover()
  await waitUntilStill(viewport)
  const before = await from.boundingBox()
  await quote.click()
  await onArrival?.()
  await expectCentred(page, to)
  await page.getByTestId('fab-return').click()
  await expect(from).toBeInViewport()
  await waitUntilStill(viewport)
  const after = await from.boundingBox()
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0)), 'px from where it was').toBeLessThanOrEqual(8)
  await expect(page.getByTestId('fab-return')).toBeHidden()
  await quote.click()
  await expect(to).toBeInViewport()
  await waitUntilStill(viewport)
}
