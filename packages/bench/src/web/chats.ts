import type { Page } from 'playwright-core'

/** Waits for two frames. Then the last change is painted. */
export const twoFrames = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  )

/** Goes to the next chat of the list `count` times. Each chat must show before the next. */
export const visitChats = async (page: Page, count: number): Promise<void> => {
  for (let visit = 0; visit < count; visit++) {
    const before = new URL(page.url()).pathname
    await page.keyboard.press('Alt+ArrowDown')
    await page.waitForFunction((path) => {
      const rows = document.querySelectorAll('[data-testid=viewport] [data-key]').length
      return location.pathname !== path && rows > 0
    }, before)
    await twoFrames(page)
  }
}

/** Opens a chat by the beginning of its name, with the quick switcher. */
export const openByName = async (page: Page, name: string): Promise<void> => {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(name)
  await page.getByRole('option').filter({ hasText: name }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByTestId('chat-title').filter({ hasText: name }).waitFor()
  await page.locator('[data-testid=viewport] [data-seq]').first().waitFor()
  await twoFrames(page)
}
