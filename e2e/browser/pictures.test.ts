import type { Page } from '@playwright/test'
import { seriousFindings } from './lib/accessibility'
import { en } from './lib/catalogs'
import { waitUntilStill } from './lib/frames'
import { readChat } from './lib/messages'
import { mixedTexts } from './lib/people'
import { pngOf, sendAlbum, sendPicture } from './lib/pictures'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

const file = (name: string, buffer: Buffer, mimeType = 'image/png') => ({ name, mimeType, buffer })
/** How far the layout has shifted since `watchShifts`. */
const watchShifts = (page: Page) =>
  page.evaluate(() => {
    Object.assign(window, { shifts: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        Object.assign(window, { shifts: (window as unknown as { shifts: number }).shifts + entry.value })
    }).observe({ type: 'layout-shift' })
  })
const shifts = (page: Page) => page.evaluate(() => (window as unknown as { shifts: number }).shifts)

test('A2: pictures that load late move nothing', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 20)
  for (let at = 0; at < 8; at++) {
    const [width, height] = [
      [900, 600],
      [300, 1400],
      [1600, 200],
      [64, 64],
    ][at % 4] ?? [1, 1]
    await sendPicture(bob, chatId, {
      bytes: pngOf(width ?? 1, height ?? 1, at),
      ...(at % 2 ? { caption: `${at}` } : {}),
    })
    await bob.sendMany(chatId, mixedTexts(2))
  }
  await sendAlbum(bob, chatId, [pngOf(600, 400, 9), pngOf(400, 600, 10), pngOf(300, 300, 11)])
  await bob.sendMany(chatId, mixedTexts(2))
  const page = await (await browsers.context(alice)).newPage()
  let held = 0
  await page.route('**/media/**', async (route) => {
    held++
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await route.continue()
  })
  await page.goto(`/c/${chatId}`)
  const screen = screenOf(page)
  await expect(screen.rows.last()).toBeVisible()
  await waitUntilStill(screen.viewport)
  const anchor = screen.rows.last()
  const before = await anchor.boundingBox()
  await watchShifts(page)
  await expect(page.locator('img[data-loaded]').last()).toBeVisible()
  await expect
    .poll(() =>
      page
        .locator('article figure')
        .filter({ hasNot: page.locator('img[data-loaded]') })
        .count(),
    )
    .toBe(0)
  const after = await anchor.boundingBox()
  expect(held).toBeGreaterThan(0)
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 9_999)), 'px that the last row moved').toBeLessThanOrEqual(1)
  expect(await shifts(page)).toBe(0)
})

test('C22: the viewer pages through all pictures of the chat, zooms, and returns to the same place', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 5)
  await sendPicture(bob, chatId, { bytes: pngOf(500, 400, 1), caption: 'the first one' })
  await bob.sendMany(chatId, mixedTexts(160))
  await sendPicture(bob, chatId, { bytes: pngOf(700, 500, 2), caption: 'the second one' })
  await bob.sendMany(chatId, mixedTexts(30))
  await sendPicture(bob, chatId, { bytes: pngOf(300, 900, 3), caption: 'the third one' })
  const last = await bob.send(chatId, 'the end')
  await alice.read(chatId, last.seq)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  const viewer = page.getByTestId('viewer')
  await waitUntilStill(screen.viewport)
  const row = screen.row('the third one')
  await page.mouse.move(600, 300)
  await page.mouse.wheel(0, -60)
  await waitUntilStill(screen.viewport)
  const top = () => screen.viewport.evaluate((view) => view.scrollTop)
  // Playwright scrolls to the element before it clicks.
  await row.getByRole('button', { name: en.openPicture }).hover()
  const before = await top()
  await row.getByRole('button', { name: en.openPicture }).click()
  await expect(viewer).toContainText('the third one')
  // The viewer focuses the picture, not its tools. The picture is high, with margins around it.
  await expect(viewer).toBeFocused()
  await expect(page.getByTestId('viewer-count')).toContainText('3 / 3')
  const shown = viewer.getByTestId('viewer-stage').locator('img').first()
  const air = async () => {
    const [picture, around] = [await shown.boundingBox(), await viewer.getByTestId('viewer-stage').boundingBox()]
    if (!picture || !around) return []
    const below = around.y + around.height - picture.y - picture.height
    return [picture.y - around.y, below].map(Math.round)
  }
  await expect.poll(air).toEqual([16, 16])
  await expect(page.getByRole('button', { name: en.nextPicture })).toHaveCount(0)
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('ArrowLeft')
  await expect(viewer).toContainText('the second one')
  await expect(page.getByTestId('viewer-count')).toContainText('2 / 3')
  await page.keyboard.press('ArrowLeft')
  await expect(viewer).toContainText('the first one')
  await expect(viewer.locator('img[data-loaded]')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(viewer).toContainText('the second one')
  const stage = page.getByTestId('viewer-stage')
  await page.keyboard.press('+')
  await expect(stage).toHaveAttribute('data-zoomed')
  await page.keyboard.press('0')
  await expect(stage).not.toHaveAttribute('data-zoomed')
  await stage.hover()
  await page.mouse.wheel(0, -300)
  await expect(stage).toHaveAttribute('data-zoomed')
  await page.keyboard.press('Escape')
  await expect(viewer).toHaveCount(0)
  await expect(row).toBeFocused()
  expect(await top()).toBe(before)
  // The same with the keyboard.
  await page.keyboard.press('Enter')
  await expect(viewer).toContainText('the third one')
  await page.keyboard.press('Escape')
  await expect(row).toBeFocused()
  expect(await top()).toBe(before)
})

test('C22: at 320 px the viewer shows its whole time and all buttons', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  for (const seed of [1, 2]) await sendPicture(bob, chatId, { bytes: pngOf(200, 200, seed), caption: 'a hill' })
  const context = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }
  const page = await browsers.open(alice, `/c/${chatId}`, { context })
  await page.getByRole('button', { name: en.openPicture }).last().click()
  const viewer = page.getByTestId('viewer')
  await expect(page.getByTestId('viewer-count')).toContainText('2 / 2')
  const time = viewer.locator('time')
  await expect(time).toBeVisible()
  expect(await time.evaluate((one) => one.scrollWidth - one.clientWidth), 'px of the time that are cut').toBe(0)
  await expect(viewer.getByRole('button', { name: en.close })).toBeInViewport({ ratio: 1 })
})

test('[DL62] a retracted picture is deleted from the screens and the server', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const page = await browsers.open(bob, `/c/${chatId}`)
  const { id } = await sendPicture(alice, chatId, { caption: 'regretted' })
  const row = screenOf(page).row('regretted')
  const image = row.locator('img[data-loaded]')
  const address = await image.getAttribute('src')
  await alice.call('messages.retract', { chatId, id })
  await expect(page.getByText(en.retractedMessage).first()).toBeVisible()
  await expect(page.locator('article figure')).toHaveCount(0)
  await expect.poll(async () => (await page.request.get(address ?? '')).status()).toBe(404)
})

test('an avatar is cropped, set, shown to others in place of the initials, and removed', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'hello')
  const [hers, his] = [await browsers.open(alice, '/settings'), await browsers.open(bob, `/c/${chatId}`)]
  await hers.getByRole('button', { name: en.changeAvatar }).click()
  const dialog = hers.getByRole('dialog')
  await hers.getByTestId('avatar-file').setInputFiles(file('page.png', Buffer.from('<html>')))
  await expect(dialog.getByRole('alert')).toBeVisible()
  await hers.getByTestId('avatar-file').setInputFiles(file('me.png', pngOf(900, 500, 4)))
  const stage = dialog.getByTestId('crop-stage')
  await stage.focus()
  const image = stage.locator('img')
  const place = () => image.getAttribute('style')
  const before = await place()
  await hers.keyboard.press('ArrowLeft')
  await hers.keyboard.press('+')
  expect(await place()).not.toBe(before)
  await dialog.getByRole('slider', { name: en.cropZoom }).fill('3')
  await stage.hover()
  await hers.mouse.down()
  await hers.mouse.move(400, 300)
  await hers.mouse.up()
  expect(await seriousFindings(hers)).toEqual([])
  await dialog.getByRole('button', { name: en.save }).click()
  await expect(hers.getByText(en.avatarSaved)).toBeVisible()
  // Profiles of others are fetched again with their chats, as names are.
  await his.reload()
  await expect(screenOf(his).listRow(alice.name).locator('img')).toBeVisible()
  await hers.getByRole('button', { name: en.changeAvatar }).click()
  await hers.getByRole('button', { name: en.removeAvatar }).click()
  await expect(hers.getByText(en.avatarRemoved)).toBeVisible()
  await expect(hers.getByRole('button', { name: en.changeAvatar })).toBeFocused()
  await his.reload()
  await expect(screenOf(his).listRow(alice.name)).toBeVisible()
  await expect(screenOf(his).listRow(alice.name).locator('img')).toHaveCount(0)
})

test('admins of a group set its picture; other members see it but cannot change it', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const { id } = await alice.group('Hills', [bob])
  const hers = await browsers.open(alice, `/c/${id}/details`)
  const his = await browsers.open(bob, `/c/${id}/details`)
  await hers.getByRole('button', { name: en.changeGroupAvatar }).click()
  await hers.getByTestId('avatar-file').setInputFiles(file('hills.png', pngOf(500, 500, 2)))
  await hers.getByRole('dialog').getByRole('button', { name: en.save }).click()
  await expect(screenOf(his).listRow('Hills').locator('img')).toBeVisible()
  await expect(his.getByRole('button', { name: en.changeGroupAvatar })).toHaveCount(0)
})
