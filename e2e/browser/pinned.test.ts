import { en } from './lib/catalogs'
import { item } from './lib/messages'
import { mixedTexts } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('messages are pinned, stepped through with a jump to each, and unpinned, for both people', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const old = await alice.send(chatId, 'the address is Mill Lane 4')
  await bob.sendMany(chatId, mixedTexts(120))
  const last = await bob.send(chatId, 'the train leaves at nine')
  await alice.read(chatId, last.seq)
  await bob.read(chatId, last.seq)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  const phone = await browsers.open(bob, `/c/${chatId}`, { context: devices.phone })
  const bar = page.getByTestId('pinned-bar')
  await screen.row('the train leaves').click({ button: 'right' })
  await item(page, en.pinMessage).click()
  for (const where of [page, phone])
    await expect(where.getByTestId('pinned-bar')).toContainText('the train leaves at nine')
  await bob.call('messages.pin', { chatId, id: old.id, pinned: true })
  await expect(bar).toContainText('2')
  await bar.getByRole('button', { name: /train leaves/ }).click()
  await expect(bar).toContainText('Mill Lane 4')
  await bar.getByRole('button', { name: /Mill Lane/ }).click()
  await expect(page.getByTestId(`row-${old.seq}`)).toBeInViewport()
  await expect(bar).toContainText('the train leaves at nine')
  await alice.call('messages.edit', { chatId, id: old.id, body: { type: 'text', text: 'the address is Mill Lane 5' } })
  await bar.getByTestId('unpin').click()
  for (const where of [page, phone]) await expect(where.getByTestId('pinned-bar')).toContainText('Mill Lane 5')
  await alice.call('messages.retract', { chatId, id: old.id })
  for (const where of [page, phone]) await expect(where.getByTestId('pinned-bar')).toBeHidden()
})

test('in a group only who runs it pins, by the menu and by the key', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const { id: chatId } = await alice.group('Boats', [bob])
  const said = await bob.send(chatId, 'life jackets for all')
  const his = await browsers.open(bob, `/c/${chatId}`)
  await screenOf(his).row('life jackets').click({ button: 'right' })
  await expect(item(his, en.reply)).toBeVisible()
  await expect(item(his, en.pinMessage)).toBeHidden()
  await his.keyboard.press('Escape')
  const hers = await browsers.open(alice, `/c/${chatId}`)
  await hers.getByTestId(`row-${said.seq}`).focus()
  await hers.keyboard.press('p')
  await expect(his.getByTestId('pinned-bar')).toContainText('life jackets for all')
  await expect(his.getByTestId('unpin')).toBeHidden()
  await hers.getByTestId(`row-${said.seq}`).focus()
  await hers.keyboard.press('p')
  for (const page of [hers, his]) await expect(page.getByTestId('pinned-bar')).toBeHidden()
})
