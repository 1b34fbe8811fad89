import { en } from './lib/catalogs'
import { item, menuOf } from './lib/messages'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('B18 ticks turn double on all devices of the sender when the other person reads, and stay so', async ({
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

test('B18 reads during a disconnection show after the reconnect', async ({ browsers, cast, network }) => {
  browsers.guard.allow(/WebSocket connection to/, /Failed to load resource/)
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const { seq } = await alice.send(chatId, 'read me later')
  const screen = screenOf(await browsers.open(alice, '/', { url: network.url }))
  await expect(screen.listRow('Bob')).toContainText(en.sentLabel)
  network.isolate()
  await screen.page.context().setOffline(true)
  await bob.read(chatId, seq)
  await expect(screen.page.getByText(en.offlineBanner)).toBeVisible()
  await expect(screen.listRow('Bob')).toContainText(en.sentLabel)
  network.restore()
  await screen.page.context().setOffline(false)
  await expect(screen.listRow('Bob')).toContainText(en.readLabel)
})

test('the menu of an own message in a group lists its readers', async ({ browsers, cast }) => {
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

test('B18 three people see each other connect, change their status, disconnect and hide, wherever their names appear', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await alice.befriend(bob)
  await carol.befriend(bob)
  const hers = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(hers)
  const carols = await browsers.open(carol, `/people/${bob.id}`)
  const subtitle = hers.getByTestId('chat-subtitle')
  const dot = (status: string) => screen.listRow('Bob').locator(`[data-presence=${status}]`)
  await expect(subtitle).toHaveText(`@${bob.username}`)
  await expect(screen.listRow('Bob').locator('[data-presence]')).toHaveCount(0)

  const his = await browsers.open(bob)
  await expect(subtitle).toHaveText(en.presenceOnline)
  await expect(dot('online')).toBeVisible()
  await expect(carols.getByTestId('profile-presence')).toHaveText(en.presenceOnline)
  await expect(carols.locator('[data-person-row]').filter({ hasText: bob.username })).toContainText(en.presenceOnline)

  const own = his.getByTestId('own-status')
  await own.click()
  await his.getByRole('menuitem', { name: en.setStatusText }).click()
  await his.getByLabel(en.statusText).fill('At the dentist')
  await his.getByText(en.statusDnd, { exact: true }).click()
  await his.getByText(en.untilHour).click()
  await his.getByRole('button', { name: en.save }).click()
  for (const line of [subtitle, carols.getByTestId('profile-presence')])
    await expect(line).toHaveText(new RegExp(`${en.presenceDnd}.*At the dentist`))
  await expect(dot('dnd')).toBeVisible()
  await expect(own).toHaveAccessibleName(`Bob: ${en.statusDnd}`)
  // A custom status stays until another one is chosen.
  await own.click()
  await his.getByRole('menuitem', { name: en.setStatusText }).click()
  await expect(his.getByLabel(en.statusText)).toHaveValue('At the dentist')
  await expect(his.getByRole('group', { name: en.statusShownAs }).getByLabel(en.statusDnd)).toBeChecked()
  await expect(his.getByRole('radio', { name: /:\d\d/ })).toBeChecked()
  await his.keyboard.press('Escape')
  await expect(his.getByRole('dialog')).toHaveCount(0)

  await own.click()
  await his.getByRole('menuitemradio', { name: en.statusInvisible }).click()
  await expect(his.getByRole('menu')).toBeHidden()
  await expect(subtitle).toHaveText(en.lastSeenNow)
  await expect(carols.getByTestId('profile-presence')).toHaveText(en.lastSeenNow)
  await expect(screen.listRow('Bob').locator('[data-presence]')).toHaveCount(0)
  // His read marks and typing don't show.
  const { seq } = await alice.send(chatId, 'are you there?')
  await screenOf(his).listRow('Alice').click()
  await expect(screenOf(his).row('are you there?')).toBeVisible()
  await screenOf(his).composer.pressSequentially('well')
  await bob.read(chatId, seq)
  await carol.send(await carol.direct(alice), 'a marker')
  await expect(screen.listRow('Carol')).toContainText('a marker')
  await expect(screen.row('are you there?').getByTestId('read')).toHaveCount(0)
  await expect(screen.listRow('Bob')).not.toContainText(en.typingSelf)

  await own.click()
  await his.getByRole('menuitemradio', { name: en.statusOnline }).click()
  await expect(subtitle).toHaveText(en.presenceOnline)
  await his.context().close()
  await expect(subtitle).toHaveText(en.lastSeenNow)
})

test('a user is away without activity on the page, and back with the first activity', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const hers = await browsers.open(alice, `/c/${chatId}`)
  const context = await browsers.context(bob)
  const his = await context.newPage()
  await his.clock.install()
  await his.goto('/')
  const subtitle = hers.getByTestId('chat-subtitle')
  await expect(subtitle).toHaveText(en.presenceOnline)
  // The page watches for activity from the first render on.
  await expect(screenOf(his).listRow('Alice')).toBeVisible()
  await his.clock.fastForward(6 * 60_000)
  await expect(subtitle).toHaveText(en.presenceAway)
  await his.mouse.move(100, 100)
  await expect(subtitle).toHaveText(en.presenceOnline)
})

test('the chat and the list name typing members of a group, and the chat shows how many are online', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol, dora] = await cast('alice', 'bob', 'carol', 'dora')
  const { id: chatId } = await alice.group('Kites', [bob, carol, dora])
  await browsers.open(bob)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(page.getByTestId('chat-subtitle')).toHaveText('4 members, 2 online')
  const says = async (text: string) => {
    await expect(page.getByTestId('typing')).toContainText(text)
    await expect(page.getByTestId('chat-subtitle')).toHaveText(text)
    await expect(screen.listRow('Kites')).toContainText(text)
  }
  await bob.call('chats.typing', { chatId })
  await says('Bob is typing…')
  await Promise.all([bob, carol].map((who) => who.call('chats.typing', { chatId })))
  await says('Bob and Carol are typing…')
  await Promise.all([bob, carol, dora].map((who) => who.call('chats.typing', { chatId })))
  await says('3 people are typing…')
  await dora.call('presence.set', { status: 'invisible' })
  await dora.send(chatId, 'here it is')
  await dora.call('chats.typing', { chatId })
  await says('Bob and Carol are typing…')
})
