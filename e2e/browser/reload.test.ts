import type { Page } from '@playwright/test'
import { chooseFiles, fileFor, tray } from './lib/files'
import { pngOf } from './lib/pictures'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

/** Sends with Enter, and reloads as soon as the message shows. */
const sendAndReload = (page: Page, text: string): Promise<void> =>
  page.evaluate((shown) => {
    const composer = document.querySelector('[data-testid=composer]')
    composer?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    const rows = () => [...document.querySelectorAll('article')]
    const reloadOnceShown = () => {
      if (rows().some((row) => row.textContent?.includes(shown))) location.reload()
      else setTimeout(reloadOnceShown)
    }
    reloadOnceShown()
  }, text)

test('[DL24] B11: a message survives when the page is left as soon as it shows, offline', async ({
  browsers,
  cast,
  network,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  browsers.guard.allow(/./)
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  const screen = screenOf(page)
  await expect(screen.composer).toBeVisible()
  network.isolate()
  for (let round = 1; round <= 9; round++) {
    const text = `message ${round}.`
    // A message with a picture takes longer to store, and the next message waits for it.
    if (round % 3 === 0) {
      await chooseFiles(page, [fileFor('a.png', pngOf(800, 700))])
      await page.keyboard.press('Escape')
      await expect(tray(page)).toHaveCount(1)
    }
    await screen.composer.fill(text)
    const left = page.waitForEvent('framenavigated')
    await sendAndReload(page, text)
    await left
    await expect(screen.row(text)).toBeVisible()
  }
  await expect(screen.rows).toHaveCount(9)
})
