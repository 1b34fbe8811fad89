import type { Locator, Page } from '@playwright/test'
import { chooseFiles, fileFor, tray } from './lib/files'
import { waitUntilStill } from './lib/frames'
import { closeLayer } from './lib/layers'
import { mixedTexts } from './lib/people'
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
      const sheet = await chooseFiles(page, [fileFor('a.png', pngOf(800, 700))])
      await expect(sheet).toBeVisible()
      await closeLayer(page)
      await expect(sheet).toBeHidden()
      await expect(tray(page)).toHaveCount(1)
    }
    await screen.composer.fill(text)
    await expect(screen.composer).toHaveValue(text)
    const left = page.waitForEvent('load')
    await sendAndReload(page, text)
    await left
    await expect(screen.row(text)).toBeVisible()
  }
  await expect(screen.rows).toHaveCount(9)
})

/** The topmost message that is wholly in view, and how far below the upper edge it is. */
const topRow = async (viewport: Locator): Promise<readonly [key: string | undefined, px: number]> => {
  await waitUntilStill(viewport)
  return viewport.evaluate((view) => {
    const { top } = view.getBoundingClientRect()
    const below = (row: Element) => row.getBoundingClientRect().top - top
    const row = [...view.querySelectorAll<HTMLElement>('article')].find((one) => below(one) >= 0)
    return [row?.dataset.key, row ? below(row) : 0] as const
  })
}

test('after a reload, chats are where they were, and those at their end are at the new end', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const [withBob, withCarol] = [await bob.direct(alice), await carol.direct(alice)]
  for (const [person, chatId] of [
    [bob, withBob],
    [carol, withCarol],
  ] as const) {
    await person.sendMany(chatId, mixedTexts(150))
    await alice.read(chatId, 150)
  }
  const page = await browsers.open(alice, `/c/${withCarol}`)
  const screen = screenOf(page)
  const scrollUp = async (px: number) => {
    await waitUntilStill(screen.viewport)
    await screen.viewport.hover()
    await page.mouse.wheel(0, -px)
    return topRow(screen.viewport)
  }
  const carolAt = await scrollUp(433)
  await screen.listRow('Bob').click()
  await expect(page.getByTestId('chat-title')).toHaveText('Bob')
  const bobAt = await scrollUp(2_777)
  await page.reload()
  for (const [name, [key, px]] of [
    ['Bob', bobAt],
    ['Carol', carolAt],
  ] as const) {
    await screen.listRow(name).click()
    await expect(page.getByTestId('chat-title')).toHaveText(name)
    const [keyNow, pxNow] = await topRow(screen.viewport)
    expect(keyNow, name).toBe(key)
    expect(Math.abs(pxNow - px), `${name} moved, px`).toBeLessThanOrEqual(1)
  }
  await page.getByTestId('fab-latest').click()
  await expect.poll(screen.toEnd).toBeLessThanOrEqual(2)
  await page.reload()
  await carol.send(withCarol, 'after the reload')
  await expect(screen.row('after the reload')).toBeInViewport()
  await waitUntilStill(screen.viewport)
  expect(await screen.toEnd()).toBeLessThanOrEqual(2)
})
