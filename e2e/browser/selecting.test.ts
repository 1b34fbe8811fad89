import { en } from './lib/catalogs'
import { item } from './lib/messages'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('several messages are selected, copied with who said them and when, hidden and taken back', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  for (const words of ['one', 'two']) await bob.send(chatId, `bob ${words}`)
  for (const words of ['one', 'two', 'three']) await alice.send(chatId, `alice ${words}`)
  const page = await browsers.open(alice, `/c/${chatId}`, {
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  })
  const screen = screenOf(page)
  const bar = page.getByTestId('selection-bar')
  await screen.row('alice one').click({ button: 'right' })
  await item(page, en.selectMessage).click()
  await expect(bar).toContainText('1 selected')
  // They are copied in the order of the chat, not in that of the presses.
  await screen.row('bob one').click()
  await screen.row('alice two').click()
  await screen.row('alice two').click()
  await expect(bar).toContainText('2 selected')
  await expect(screen.row('bob one').getByRole('checkbox')).toBeChecked()
  await expect(bar.getByRole('button', { name: en.retractMessage })).toBeHidden()
  await bar.getByRole('button', { name: en.copyText }).click()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toMatch(/^Bob, \d.*\nbob one\n\nAlice, \d.*\nalice one$/)
  await expect(screen.composer).toBeVisible()

  await screen.row('bob one').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(bar).toContainText('2 selected')
  await bar.getByRole('button', { name: en.hideMessage }).click()
  for (const words of ['bob one', 'bob two']) await expect(screen.row(words)).toBeHidden()

  await screen.row('alice two').click({ button: 'right' })
  await item(page, en.selectMessage).click()
  await expect(bar).toContainText('1 selected')
  await screen.row('alice three').click()
  await bar.getByRole('button', { name: en.retractMessage }).click()
  await expect(screen.row(en.retractedMessage)).toHaveCount(2)
  await page.getByRole('button', { name: en.undo }).click()
  await expect(screen.row(en.retractedMessage)).toHaveCount(0)
  await screen.row('alice two').click({ button: 'right' })
  await item(page, en.selectMessage).click()
  await expect(bar).toContainText('1 selected')
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
  expect(await bob.texts(chatId)).toHaveLength(5)
})

test('on a phone messages are selected with a finger, and taken back for everybody', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  for (const words of ['one', 'two']) await alice.send(chatId, `alice ${words}`)
  const page = await browsers.open(alice, `/c/${chatId}`, { context: devices.phone })
  const screen = screenOf(page)
  await screen.row('alice one').tap()
  await screen.row('alice one').getByRole('button', { name: en.messageActions }).tap()
  await item(page, en.selectMessage).tap()
  await expect(page.getByTestId('selection-bar')).toContainText('1 selected')
  await screen.row('alice two').tap()
  await page.getByTestId('selection-bar').getByRole('button', { name: en.retractMessage }).tap()
  await expect(screen.row(en.retractedMessage)).toHaveCount(2)
  await expect.poll(() => bob.texts(chatId), { timeout: 30_000 }).toEqual([])
})
