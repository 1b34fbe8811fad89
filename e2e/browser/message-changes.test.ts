import { en } from './lib/catalogs'
import { item, readChat } from './lib/messages'
import { mixedTexts } from './lib/people'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

test('B17 the last own message is changed with the arrow key, and says so to both people', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 80)
  const mine = await alice.send(chatId, 'see you at ten')
  await alice.answer(chatId, 'no, really', mine)
  await bob.sendMany(chatId, mixedTexts(100))
  await alice.read(chatId, 182)
  const page = await browsers.open(alice, `/c/${chatId}/82`)
  const his = screenOf(await browsers.open(bob, `/c/${chatId}/82`))
  const screen = screenOf(page)
  const strip = page.getByTestId('composer-strip')
  await expect(screen.row('no, really').first()).toBeInViewport()
  await screen
    .row(/^.*see you at ten/)
    .first()
    .hover()
  await page.getByTestId('row-81').getByRole('button', { name: en.editMessage }).click()
  await expect(strip).toContainText(en.editingMessage)
  await expect(screen.composer).toHaveValue('see you at ten')
  await screen.composer.fill('see you at eleven')
  await page.keyboard.press('Escape')
  await expect(strip).toBeHidden()
  await expect(screen.composer).toHaveValue('')
  await page.getByRole('button', { name: en.undo }).click()
  await expect(screen.composer).toHaveValue('see you at eleven')
  await screen.composer.press('Enter')
  await expect(strip).toBeHidden()
  for (const { page: where } of [screen, his]) {
    await expect(where.getByTestId('row-81')).toContainText('see you at eleven')
    await expect(where.getByTestId('row-81')).toContainText(en.edited)
    await expect(where.getByTestId('row-82').getByTestId('quote')).toContainText('see you at eleven')
  }

  // The last own one is far above the view: it is changed from the end all the same.
  await page.getByTestId('fab-latest').click()
  await expect(page.getByTestId('row-182')).toBeInViewport()
  await screen.composer.fill('half a thought')
  await screen.composer.fill('')
  await page.keyboard.press('ArrowUp')
  await expect(screen.composer).toHaveValue('no, really')
  await screen.composer.fill('no, truly')
  await screen.composer.press('Enter')
  await expect(his.page.getByTestId('row-82')).toContainText('no, truly')
})

test('B17 a draft is given back after an edit, and an edit that fails keeps its text', async ({
  browsers,
  cast,
  network,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await alice.direct(bob)
  await carol.send(await alice.direct(carol), 'hello from carol')
  await alice.send(chatId, 'a tpyo')
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  browsers.guard.allow(/WebSocket connection to/, /Failed to load resource/)
  const screen = screenOf(page)
  await screen.composer.fill('my draft')
  await screen.row('a tpyo').click({ button: 'right' })
  await item(page, en.editMessage).click()
  await expect(screen.composer).toHaveValue('a tpyo')
  await screen.composer.fill('a typo')
  await screen.listRow('Carol').click()
  await expect(screen.composer).toHaveValue('')
  await screen.listRow('Bob').click()
  await expect(screen.composer).toHaveValue('a typo')
  network.separate()
  await page.context().setOffline(true)
  await screen.composer.press('Enter')
  await expect(page.getByText(en.error_offline)).toBeVisible()
  await expect(screen.composer).toHaveValue('a typo')
  network.mend()
  await page.context().setOffline(false)
  await expect(page.getByTestId('chat-subtitle')).not.toHaveText(en.connecting)
  await expect(page.getByText(en.backOnline)).toBeHidden()
  await screen.composer.press('Enter')
  await expect(screen.row('a typo')).toContainText(en.edited)
  await expect(screen.composer).toHaveValue('my draft')
  expect(await bob.texts(chatId)).toEqual(['a typo'])
})

test('B17 a message that is taken back can be had again for a moment, then it is gone for both', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const mine = await alice.send(chatId, 'I should not say this')
  await bob.answer(chatId, 'what?', mine)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  const his = screenOf(await browsers.open(bob, `/c/${chatId}`))
  await expect(his.row('what?').getByTestId('quote')).toContainText('I should not say this')
  const row = page.getByTestId('row-1')
  await row.click({ button: 'right' })
  await item(page, en.retractMessage).click()
  await expect(row).toContainText(en.retractedMessage)
  await expect(screen.row('what?').getByTestId('quote')).toContainText(en.retractedMessage)
  await page.getByRole('button', { name: en.undo }).click()
  await expect(row).toContainText('I should not say this')
  await expect(page.getByRole('button', { name: en.undo })).toBeHidden()
  // Nor does leaving the page delete what was undone: a call of it would be there before this message.
  await page.evaluate(() => dispatchEvent(new Event('pagehide')))
  await screen.composer.fill('I say it')
  await screen.composer.press('Enter')
  await expect(his.row('I say it')).toBeVisible()
  expect(await bob.texts(chatId)).toEqual(['I should not say this', 'what?', 'I say it'])

  await row.focus()
  await page.keyboard.press('Delete')
  await expect(row).toContainText(en.retractedMessage)
  await expect(his.page.getByTestId('row-1')).toContainText(en.retractedMessage)
  await expect(his.row('what?').getByTestId('quote')).toContainText(en.retractedMessage)
  await expect(row).toContainText(en.retractedMessage)
  expect(await bob.texts(chatId)).toEqual(['what?', 'I say it'])
  await row.click({ button: 'right' })
  await expect(item(page, en.retractMessage)).toBeHidden()
  await item(page, en.hideMessage).click()
  await expect(row).toHaveCount(0)
  await page.reload()
  await expect(screen.row('what?')).toBeVisible()
  await expect(row).toHaveCount(0)
  await expect(his.page.getByTestId('row-1')).toBeVisible()
  await expect(his.page.getByText('I should not say this')).toHaveCount(0)
})
