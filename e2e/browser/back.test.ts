import type { Locator, Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { layerDepth } from './lib/layers'
import { item } from './lib/messages'
import { pngOf, sendPicture } from './lib/pictures'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

const phone = { context: devices.phone }
const back = (page: Page) => page.evaluate(() => history.back())
const forward = (page: Page) => page.evaluate(() => history.forward())
const path = (page: Page) => new URL(page.url()).pathname
const viewer = (page: Page) => page.getByTestId('viewer')
const opens = async (layer: Locator, at = 1) => {
  await expect(layer).toBeVisible()
  await expect.poll(() => layerDepth(layer.page())).toBe(at)
}

/** Opens the list, then a chat from it. */
const openFromList = async (page: Page, name: string) => {
  const screen = screenOf(page)
  await screen.listRow(name).tap()
  await expect(screen.composer).toBeVisible()
  return screen
}

test('D28 on a phone, Back closes the top layer before it leaves the chat', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendPicture(bob, chatId, { bytes: pngOf(400, 300) })
  await bob.send(chatId, 'some words')
  const page = await browsers.open(alice, '/', phone)
  const screen = await openFromList(page, 'Bob')
  const chat = `/c/${chatId}`

  await page.getByRole('button', { name: en.openPicture }).tap()
  await opens(viewer(page))
  await back(page)
  await expect(viewer(page)).toHaveCount(0)
  expect(path(page)).toBe(chat)

  await page.getByTestId('emoji-button').tap()
  await opens(page.getByTestId('emoji-picker'))
  await back(page)
  await expect(page.getByTestId('emoji-picker')).toHaveCount(0)
  expect(path(page)).toBe(chat)

  await page.getByTestId('chat-menu').tap()
  await opens(page.getByRole('menu'))
  await back(page)
  await expect(page.getByRole('menu')).toHaveCount(0)
  expect(path(page)).toBe(chat)

  await screen.row('some words').focus()
  await page.keyboard.press('Shift+F10')
  await opens(page.getByRole('menu'))
  await item(page, en.selectMessage).tap()
  await opens(page.getByTestId('selection-bar'))
  await back(page)
  await expect(page.getByTestId('selection-bar')).toHaveCount(0)
  expect(path(page)).toBe(chat)

  await page.getByTestId('chat-details').tap()
  await expect(page.getByRole('heading', { name: en.profile })).toBeVisible()
  await back(page)
  await expect(page.getByRole('heading', { name: en.profile })).toHaveCount(0)
  expect(path(page)).toBe(chat)

  await back(page)
  await expect(screen.listRow('Bob')).toBeVisible()
  await expect.poll(() => path(page)).toBe('/')
})

test('D28 layers closed without Back leave no history entries, and Forward opens nothing', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendPicture(bob, chatId, { bytes: pngOf(400, 300) })
  const page = await browsers.open(alice, '/', phone)
  const screen = await openFromList(page, 'Bob')
  await page.getByRole('button', { name: en.openPicture }).tap()
  await opens(viewer(page))
  await viewer(page).getByRole('button', { name: en.close }).tap()
  await expect(viewer(page)).toHaveCount(0)
  await expect.poll(() => layerDepth(page)).toBe(0)
  await forward(page)
  await expect.poll(() => layerDepth(page)).toBe(0)
  await expect(viewer(page)).toHaveCount(0)
  await back(page)
  await expect(screen.listRow('Bob')).toBeVisible()
  await expect.poll(() => path(page)).toBe('/')
})

test("D28 Back closes one sheet at a time, and a sheet's target replaces it", async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice, '/', phone)
  const screen = screenOf(page)
  await page.getByRole('button', { name: en.newConversation }).tap()
  await page.getByRole('menuitem', { name: en.newGroup }).tap()
  const sheet = page.getByRole('dialog')
  await opens(sheet)
  await sheet.getByLabel(en.groupName).fill('Back club')
  await back(page)
  await expect(sheet).toHaveCount(0)
  expect(path(page)).toBe('/')

  await page.getByRole('button', { name: en.newConversation }).tap()
  await page.getByRole('menuitem', { name: en.newGroup }).tap()
  await opens(sheet)
  await sheet.getByLabel(en.groupName).fill('Back club')
  await sheet.getByRole('button', { name: en.createGroup }).tap()
  await expect(page.getByTestId('chat-title')).toHaveText('Back club')
  await expect(sheet).toHaveCount(0)
  await expect.poll(() => layerDepth(page)).toBe(0)
  await back(page)
  await expect(screen.listRow('Back club')).toBeVisible()
  await expect.poll(() => path(page)).toBe('/')
})

test('D28 a reload with an open layer shows the page below it', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendPicture(bob, chatId, { bytes: pngOf(400, 300) })
  const page = await browsers.open(alice, '/', phone)
  const screen = await openFromList(page, 'Bob')
  await page.getByRole('button', { name: en.openPicture }).tap()
  await opens(viewer(page))
  await page.reload()
  await expect(screen.composer).toBeVisible()
  await expect.poll(() => layerDepth(page)).toBe(0)
  expect(path(page)).toBe(`/c/${chatId}`)
  await back(page)
  await expect.poll(() => path(page)).toBe('/')
  await expect(screen.listRow('Bob')).toBeVisible()
})

test('a chat opened by its address can still be left after a layer was open', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendPicture(bob, chatId, { bytes: pngOf(400, 300) })
  const page = await browsers.open(alice, `/c/${chatId}`, phone)
  await page.getByRole('button', { name: en.openPicture }).tap()
  await opens(viewer(page))
  await back(page)
  await expect(viewer(page)).toHaveCount(0)
  expect(path(page)).toBe(`/c/${chatId}`)
  await page.getByTestId('chat-back').tap()
  await expect(screenOf(page).listRow('Bob')).toBeVisible()
})

test('on a wide screen Back closes the viewer and dialogs, but ignores menus', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendPicture(bob, chatId, { bytes: pngOf(400, 300) })
  const page = await browsers.open(alice, `/c/${chatId}`)
  await page.getByRole('button', { name: en.openPicture }).click()
  await opens(viewer(page))
  await back(page)
  await expect(viewer(page)).toHaveCount(0)
  await page.keyboard.press('Control+k')
  const switcher = page.getByRole('dialog')
  await opens(switcher)
  await back(page)
  await expect(switcher).toHaveCount(0)
  expect(path(page)).toBe(`/c/${chatId}`)
  await page.getByTestId('chat-menu').click()
  await opens(page.getByRole('menu'), 0)
})
