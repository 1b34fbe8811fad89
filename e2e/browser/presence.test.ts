import { en } from './lib/catalogs'
import { item, menuOf } from './lib/messages'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('B18 ticks turn double on all devices of the sender when the other reads, and stay so', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const hers = screenOf(await browsers.open(alice, `/c/${chatId}`))
  const phone = screenOf(await browsers.open(await alice.again(), '/', { context: devices.phone }))
  await hers.write('have you seen this?')
  const row = hers.row('have you seen this?')
  await expect(row).toHaveAttribute('data-status', 'sent')
  await expect(row.getByTestId('read')).toHaveCount(0)
  await expect(hers.listRow('Bob')).toContainText(en.sentLabel)
  const his = screenOf(await browsers.open(bob, `/c/${chatId}`))
  await expect(his.row('have you seen this?')).toBeVisible()
  await expect(row.getByTestId('read')).toBeVisible()
  await expect(row).toHaveAccessibleName(new RegExp(`\\(${en.statusRead}\\)$`))
  for (const screen of [hers, phone]) await expect(screen.listRow('Bob')).toContainText(en.readLabel)
  await hers.page.reload()
  await expect(hers.row('have you seen this?').getByTestId('read')).toBeVisible()
})

test('B18 what was read while a device was offline shows when it is back', async ({ browsers, cast, network }) => {
  browsers.guard.allow(/WebSocket connection to/, /Failed to load resource/)
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const { seq } = await alice.send(chatId, 'read me later')
  const screen = screenOf(await browsers.open(alice, '/', { url: network.url }))
  await expect(screen.listRow('Bob')).toContainText(en.sentLabel)
  network.separate()
  await screen.page.context().setOffline(true)
  await bob.read(chatId, seq)
  await expect(screen.page.getByText(en.offlineBanner)).toBeVisible()
  await expect(screen.listRow('Bob')).toContainText(en.sentLabel)
  network.mend()
  await screen.page.context().setOffline(false)
  await expect(screen.listRow('Bob')).toContainText(en.readLabel)
})

test('the menu of an own message in a group says who has read it', async ({ browsers, cast }) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const { id: chatId } = await alice.group('Kites', [bob, carol])
  const { seq } = await alice.send(chatId, 'who saw this?')
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  const dialog = page.getByRole('dialog', { name: en.readByTitle })
  const ask = async () => {
    await screen.row('who saw this?').click({ button: 'right' })
    await item(page, en.readBy).click()
  }
  await ask()
  await expect(dialog).toContainText(en.readByNobody)
  await page.keyboard.press('Escape')
  await bob.read(chatId, seq)
  await expect(screen.row('who saw this?').getByTestId('read')).toBeVisible()
  await ask()
  await expect(dialog.locator('[data-person-row]')).toHaveText([new RegExp(bob.username)])
  await page.keyboard.press('Escape')
  await bob.send(chatId, 'I did')
  await screen.row('I did').click({ button: 'right' })
  await expect(menuOf(page)).toBeVisible()
  await expect(item(page, en.readBy)).toHaveCount(0)
})
