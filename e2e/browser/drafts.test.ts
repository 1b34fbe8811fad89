import { en } from './lib/catalogs'
import { item } from './lib/messages'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('B16 a draft with what it answers survives a switch and a reload, and is in another tab and on another device', async ({
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
  // The menu closes before what was chosen in it is done.
  await expect(strip).toContainText('shall we go?')
  await screen.composer.fill('yes')
  // Back before the pause in which a draft waits to be saved.
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
  // Leaving does not wait for the pause either.
  await screen.composer.fill('yes, but not today')
  await page.reload()
  await expect(screen.composer).toHaveValue('yes, but not today')
  await screen.composer.press('Enter')
  await expect(phone.composer).toHaveValue('')
  await expect(phone.page.getByTestId('composer-strip')).toBeHidden()
  await phone.page.reload()
  await expect(phone.composer).toHaveValue('')
})

test('B16 a draft from elsewhere never changes a composer that has the focus or holds something newer', async ({
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
  await expect(screen.composer).toHaveValue('')
  await screen.composer.pressSequentially('mine')
  await write('from elsewhere again')
  await expect(screen.composer).toHaveValue('mine')
  await expect(other.listRow('Bob')).toContainText('mine')
  await screen.composer.blur()
  await expect(screen.composer).toHaveValue('mine')
  await write('the newest')
  await expect(screen.composer).toHaveValue('the newest')
})
