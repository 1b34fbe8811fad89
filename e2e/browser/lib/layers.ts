import type { Page } from '@playwright/test'
import { expect } from './test'

/** How many layers, such as dialogs, the current history entry represents. */
export const layerDepth = (page: Page): Promise<number> =>
  page.evaluate(() => (history.state as { over?: number } | null)?.over ?? 0)

/**
 * Closes the visible top layer and waits until its history entry is gone, too. Otherwise that step would abort the next
 * navigation. Menus on wide screens have no entry.
 */
export const closeLayer = async (page: Page): Promise<void> => {
  const before = await layerDepth(page)
  await page.keyboard.press('Escape')
  await expect.poll(() => layerDepth(page)).toBe(Math.max(0, before - 1))
}

/** Waits until closed dialogs have left the history. Until then, their step back would abort a navigation. */
export const layersGone = (page: Page): Promise<void> => expect.poll(() => layerDepth(page)).toBe(0)
