import { en } from './lib/catalogs'
import { item } from './lib/messages'
import { mixedTexts } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('messages are pinned, visited one by one, and unpinned, for both people', async ({ browsers, cast }) => {
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
  await expect(bar).toContainText('1/2')
  await bar.getByRole('button', { name: /train leaves/ }).click()
  await expect(bar).toContainText('Mill Lane 4')
  await bar.getByRole('button', { name: /Mill Lane/ }).click()
  await expect(page.getByTestId(`row-${old.seq}`)).toBeInViewport()
  await expect(bar).toContainText('the train leaves at nine')
  await alice.call('messages.edit', { chatId, id: old.id, body: { type: 'text', text: 'the address is Mill Lane 5' } })
  await bar.getByRole('button', { name: /train leaves/ }).click()
  await page.getByTestId(`row-${last.seq}`).click({ button: 'right' })
  await item(page, en.unpinMessage).click()
  for (const where of [page, phone]) await expect(where.getByTestId('pinned-bar')).toContainText('Mill Lane 5')
  // Undo pins it again for both.
  await page.getByRole('button', { name: en.undo }).click()
  for (const where of [page, phone]) await expect(where.getByTestId('bar-step')).toContainText('/2')
  await alice.call('messages.pin', { chatId, id: last.id, pinned: false })
  await alice.call('messages.retract', { chatId, id: old.id })
  for (const where of [page, phone]) await expect(where.getByTestId('pinned-bar')).toBeHidden()
})

test('hiding the pinned messages works on this device only, until there is a new one', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const [old, later] = [await alice.send(chatId, 'Mill Lane 4'), await alice.send(chatId, 'at nine')]
  await alice.call('messages.pin', { chatId, id: old.id, pinned: true })
  const page = await browsers.open(alice, `/c/${chatId}`)
  const his = await browsers.open(bob, `/c/${chatId}`)
  const bar = page.getByTestId('pinned-bar')
  await page.getByTestId('hide-pins').click()
  await expect(bar).toBeHidden()
  await expect(page.getByText(en.pinsHidden)).toBeVisible()
  await page.getByRole('button', { name: en.undo }).click()
  await expect(bar).toContainText('Mill Lane 4')
  await page.getByTestId('hide-pins').click()
  await expect(bar).toBeHidden()
  await page.reload()
  await expect(screenOf(page).row('at nine')).toBeVisible()
  await expect(bar).toBeHidden()
  await expect(his.getByTestId('pinned-bar')).toContainText('Mill Lane 4')
  await alice.call('messages.pin', { chatId, id: later.id, pinned: true })
  await expect(bar).toContainText('at nine')
  await expect(page.getByTestId('bar-step')).toBeHidden()
  await expect(his.getByTestId('bar-step')).toContainText('1/2')
})

test('join requests, announcement and pins share one bar of constant height, which cycles through them', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const { id: chatId } = await alice.group('Boats', [bob])
  const said = await bob.send(chatId, 'life jackets for all')
  await alice.call('messages.pin', { chatId, id: said.id, pinned: true })
  await alice.call('groups.update', { chatId, announcement: 'We meet at nine.', joinPolicy: 'approval' })
  await carol.call('groups.join', { chatId })
  const page = await browsers.open(alice, `/c/${chatId}`, { context: devices.phone })
  const above = async () => {
    const [header, history] = [page.getByTestId('chat-pane').locator('header'), page.getByTestId('viewport')]
    const boxes = await Promise.all([header, history].map((part) => part.boundingBox()))
    return (boxes[1]?.y ?? 0) - (boxes[0]?.y ?? 0) - (boxes[0]?.height ?? 0)
  }
  for (const [testId, words] of [
    ['requests-bar', '1 person wants to join'],
    ['announcement', 'We meet at nine.'],
    ['pinned-bar', 'life jackets for all'],
    ['requests-bar', '1 person wants to join'],
  ] as const) {
    await expect(page.getByTestId(testId)).toContainText(words)
    expect(await above()).toBe(44)
    await page.getByTestId('bar-step').click()
  }
})

test('in a group only admins pin messages, from the menu and with the key', async ({ browsers, cast }) => {
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
  await hers.getByTestId(`row-${said.seq}`).focus()
  await hers.keyboard.press('p')
  for (const page of [hers, his]) await expect(page.getByTestId('pinned-bar')).toBeHidden()
})
