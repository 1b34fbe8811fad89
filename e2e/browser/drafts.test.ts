import { en } from './lib/catalogs'
import { chooseFiles, fileFor, tray } from './lib/files'
import { item } from './lib/messages'
import { pngOf } from './lib/pictures'
import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('B16 a draft and its quote survive a switch and a reload, and reach another tab and another device', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'shall we go?')
  await carol.send(await alice.direct(carol), 'hello from carol')
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  const strip = page.getByTestId('composer-strip')
  await screen.row('shall we go?').click({ button: 'right' })
  await item(page, en.reply).click()
  // The menu closes before the chosen action runs.
  await expect(strip).toContainText('shall we go?')
  await screen.composer.fill('yes')
  // Returns before the debounced save of the draft.
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('Alt+ArrowUp')
  await expect(screen.composer).toHaveValue('yes')
  await screen.composer.fill('yes, but')
  await screen.listRow('Carol').click()
  await expect(screen.composer).toHaveValue('')
  await expect(screen.listRow('Bob')).toContainText('yes, but')
  await screen.listRow('Bob').click()
  await expect(screen.composer).toHaveValue('yes, but')
  await expect(strip).toContainText('shall we go?')
  await page.reload()
  await expect(screen.composer).toHaveValue('yes, but')
  await expect(strip).toContainText('shall we go?')
  const tab = screenOf(await page.context().newPage())
  await tab.openChat(chatId)
  const phone = screenOf(await browsers.open(alice, `/c/${chatId}`, { context: devices.phone }))
  for (const other of [tab, phone]) {
    await expect(other.composer).toHaveValue('yes, but')
    await expect(other.page.getByTestId('composer-strip')).toContainText('shall we go?')
  }
  // Leaving the chat saves at once, too.
  await screen.composer.fill('yes, but not today')
  await page.reload()
  await expect(screen.composer).toHaveValue('yes, but not today')
  await screen.composer.press('Enter')
  await expect(phone.composer).toHaveValue('')
  await expect(phone.page.getByTestId('composer-strip')).toBeHidden()
  await phone.page.reload()
  await expect(phone.composer).toHaveValue('')
})

test('B16 a draft from another device appears in a focused composer, but never replaces text written there', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'shall we go?')
  const screen = screenOf(await browsers.open(alice, `/c/${chatId}`))
  await screen.composer.focus()
  const write = (text: string) => alice.call('chats.draft', { chatId, draft: { text } })
  await write('from elsewhere')
  const other = screenOf(await browsers.open(alice, '/settings'))
  await expect(other.listRow('Bob')).toContainText('from elsewhere')
  await expect(screen.composer).toHaveValue('from elsewhere')
  await expect(screen.composer).toBeFocused()
  await screen.composer.fill('mine')
  await write('from elsewhere again')
  await expect(screen.composer).toHaveValue('mine')
  await expect(other.listRow('Bob')).toContainText('mine')
  await screen.composer.blur()
  await expect(screen.composer).toHaveValue('mine')
  await write('the newest')
  await expect(screen.composer).toHaveValue('the newest')
})

test('B16 a draft typed in one tab arrives in another tab with the same chat, although its composer has the focus, too', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const context = await browsers.context(alice)
  const [first, second] = [screenOf(await context.newPage()), screenOf(await context.newPage())]
  for (const { page, composer } of [first, second]) {
    await page.goto(`/c/${chatId}`)
    await composer.focus()
  }
  await first.composer.pressSequentially('from the first tab')
  await expect(second.composer).toHaveValue('from the first tab')
  await second.composer.press('End')
  await second.composer.pressSequentially(', and on')
  await expect(first.composer).toHaveValue('from the first tab')
  await first.composer.blur()
  await expect(first.composer).toHaveValue('from the first tab, and on')
})

test('B16 photos and their caption survive a reload while the sheet is open, and are sent as one message', async ({
  browsers,
  cast,
}) => {
  const { page, screen } = await aliceWithBob({ browsers, cast })
  const sheet = await chooseFiles(
    page,
    [1, 2, 3].map((at) => fileFor(`${at}.png`, pngOf(200, 200, at))),
  )
  await sheet.getByTestId('caption').fill('three hills')
  await page.reload()
  await expect(tray(page).locator('img')).toHaveCount(3)
  await expect(screen.composer).toHaveValue('three hills')
  await page.getByTestId('send').click()
  await expect(screen.rows).toHaveCount(1)
  await expect(screen.row('three hills').locator('img[data-loaded]')).toHaveCount(3)
  await expect(screen.composer).toHaveValue('')
})
