import type { Locator, Page } from '@playwright/test'

/** A file to choose. */
export const chosen = (name: string, buffer: Buffer, mimeType = 'image/png') => ({ name, mimeType, buffer })

/** What waits beside the composer. */
export const tray = (page: Page): Locator => page.getByTestId('attach-tray').locator('li[title]')

/** Chooses files, which opens the sheet. */
export const choose = async (page: Page, files: ReturnType<typeof chosen>[]): Promise<Locator> => {
  await page.getByTestId('attach').setInputFiles(files)
  return page.getByRole('dialog').filter({ has: page.getByTestId('send-sheet') })
}
