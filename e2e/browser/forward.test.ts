import { seriousFindings } from './lib/accessibility'
import { en } from './lib/catalogs'
import { item } from './lib/messages'
import { sendPicture } from './lib/pictures'
import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

const from = (name: string) => en.forwardedFrom.replace('{name}', name)
const toMany = (count: number) => en.forwardedToMany.other.replace('{count}', `${count}`)

test('[DL66] a message is forwarded to several chats and people, with a comment, and leads to its author', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'the tide is at six')
  const group = await alice.group('Kites', [carol])
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await screen.row('the tide').click({ button: 'right' })
  await item(page, en.forwardMessage).click()
  const dialog = page.getByRole('dialog', { name: en.forwardTitle.one })
  const search = dialog.getByRole('combobox')
  await search.fill('Kite')
  await dialog.getByRole('option', { name: 'Kites' }).click()
  await search.fill(carol.username)
  await dialog.getByRole('option', { name: 'Carol' }).click()
  await expect(dialog.getByRole('listitem')).toHaveCount(2)
  await dialog.getByLabel(en.forwardComment).fill('Look at this')
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: en.forwardToCount.other.replace('{count}', '2') }).click()
  await expect(page.getByText(toMany(2))).toBeVisible()
  await expect(dialog).toBeHidden()
  const withCarol = await carol.direct(alice)
  for (const place of [group.id, withCarol])
    await expect.poll(() => carol.texts(place)).toEqual(['Look at this', 'the tide is at six'])

  const his = screenOf(await browsers.open(carol, `/c/${group.id}`))
  const row = his.row('the tide is at six')
  await expect(row.getByTestId('forwarded')).toHaveText(from('Bob'))
  await expect(row).toHaveAttribute('aria-label', new RegExp(from('Bob')))
  await row.getByTestId('forwarded').click()
  await expect(his.page.getByRole('dialog')).toContainText(`@${bob.username}`)
})

test("[DL66] a message forwarded without the name hides its author, and forwarded messages can't be edited", async ({
  browsers,
  cast,
}) => {
  const { bob, chatId, page, screen } = await aliceWithBob({ browsers, cast }, 'the tide is at six')
  await screen.row('the tide').focus()
  await page.keyboard.press('f')
  const dialog = page.getByRole('dialog', { name: en.forwardTitle.one })
  await dialog.getByRole('combobox').fill('Bob')
  await page.keyboard.press('Enter')
  await dialog.getByLabel(en.forwardWithName).uncheck()
  await dialog.getByRole('combobox').focus()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(en.forwardedTo.replace('{name}', 'Bob'))).toBeVisible()
  const copy = screen.rows.last()
  await expect(copy.getByTestId('forwarded')).toHaveText(en.forwarded)
  await expect(copy).toHaveAttribute('data-status', 'sent')
  await copy.click({ button: 'right' })
  await expect(item(page, en.forwardMessage)).toBeVisible()
  await expect(item(page, en.editMessage)).toHaveCount(0)
  const { messages } = await bob.call('messages.list', { chatId, limit: 1 })
  expect(messages[0]?.forwardedFrom).toEqual({ at: expect.any(Number) })
})

test('[DL66] selected messages are forwarded in order, and their files are saved', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await alice.send(chatId, 'first')
  await sendPicture(alice, chatId, { caption: 'second' })
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  const bar = page.getByTestId('selection-bar')
  await screen.row('second').focus()
  await page.keyboard.press('Space')
  await screen.row('first').click()
  await expect(bar).toContainText('2 selected')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    bar.getByRole('button', { name: en.saveAll }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/\.webp$/)
  await expect(bar).toBeHidden()

  await screen.row('second').focus()
  await page.keyboard.press('Space')
  await screen.row('first').click()
  await bar.getByRole('button', { name: en.forwardMessage }).click()
  const dialog = page.getByRole('dialog', { name: en.forwardTitle.other.replace('{count}', '2') })
  await expect(dialog.getByRole('combobox')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(bar).toContainText('2 selected')
  await bar.getByRole('button', { name: en.forwardMessage }).click()
  await dialog.getByRole('combobox').fill('Bob')
  await dialog.getByRole('option', { name: 'Bob' }).click()
  await dialog.getByRole('combobox').press('Control+Enter')
  await expect(bar).toBeHidden()
  await expect
    .poll(async () => (await bob.call('messages.list', { chatId, limit: 2 })).messages.map(({ body }) => body.type))
    .toEqual(['text', 'image'])
  await expect(screen.rows.last().locator('img[data-loaded]')).toBeVisible()
  await expect(screen.rows.last().getByTestId('forwarded')).toHaveText(from('Alice'))
})

test('on a phone a message is forwarded from a sheet', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'the tide is at six')
  const page = await browsers.open(alice, `/c/${chatId}`, { context: devices.phone })
  const screen = screenOf(page)
  await screen.row('the tide').tap()
  await screen.row('the tide').getByRole('button', { name: en.messageActions }).tap()
  await item(page, en.forwardMessage).tap()
  const dialog = page.getByRole('dialog', { name: en.forwardTitle.one })
  await dialog.getByRole('option', { name: 'Bob' }).tap()
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: en.forwardToCount.one.replace('{count}', '1') }).tap()
  await expect(screen.rows.last().getByTestId('forwarded')).toHaveText(from('Bob'))
})
