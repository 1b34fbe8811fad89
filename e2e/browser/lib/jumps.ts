import type { Locator, Page } from '@playwright/test'
import { standsStill } from './frames'
import { screenOf } from './screen'
import { expect } from './test'

/** How far the middle of a row is from the middle of the view, in px. */
const offCentre = async (row: Locator, view: Locator): Promise<number> => {
  const [one, other] = [await row.boundingBox(), await view.boundingBox()]
  if (!one || !other) return Number.POSITIVE_INFINITY
  return Math.abs(one.y + one.height / 2 - other.y - other.height / 2)
}

/** A row that somebody was led to stands in the middle of the view. */
export const standsInTheMiddle = async (page: Page, row: Locator): Promise<void> => {
  const { viewport } = screenOf(page)
  await expect(row).toBeInViewport()
  await standsStill(viewport)
  expect(await offCentre(row, viewport), 'px from the middle').toBeLessThanOrEqual(40)
}

interface Quoting {
  /** The row whose quote is followed. */
  readonly from: Locator
  readonly to: Locator
  /** What else is to be seen on arrival. */
  readonly onArrival?: () => Promise<void>
}

/** Follows a quote, comes back to where it was pressed, and follows it once more. */
export const followQuote = async (page: Page, { from, to, onArrival }: Quoting): Promise<void> => {
  const { viewport } = screenOf(page)
  const quote = from.getByTestId('quote')
  // Where the pointer reaches it: the browser may scroll a little for that.
  await quote.hover()
  await standsStill(viewport)
  const before = await from.boundingBox()
  await quote.click()
  await onArrival?.()
  await standsInTheMiddle(page, to)
  await page.getByTestId('fab-return').click()
  await expect(from).toBeInViewport()
  await standsStill(viewport)
  const after = await from.boundingBox()
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0)), 'px from where it was').toBeLessThanOrEqual(8)
  await expect(page.getByTestId('fab-return')).toBeHidden()
  await quote.click()
  await expect(to).toBeInViewport()
  await standsStill(viewport)
}
