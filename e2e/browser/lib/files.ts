import type { Locator, Page } from '@playwright/test'

/** A file for a file input. */
export const fileFor = (name: string, buffer: Buffer, mimeType = 'image/png') => ({ name, mimeType, buffer })

/** The chosen files next to the composer. */
export const tray = (page: Page): Locator => page.getByTestId('attach-tray').locator('li[title]')

/** Chooses files, which opens the sheet. */
export const chooseFiles = async (page: Page, files: ReturnType<typeof fileFor>[]): Promise<Locator> => {
  await page.getByTestId('attach').setInputFiles(files)
  return page.getByRole('dialog').filter({ has: page.getByTestId('send-sheet') })
}
