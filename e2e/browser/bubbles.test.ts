import { en, zh } from './lib/catalogs'
import { pngOf, sendPicture } from './lib/pictures'

import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test("a pinned message shows a pin, and its sender's name opens the profile", async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const { id: chatId } = await alice.group('Boats', [bob])
  const said = await bob.send(chatId, 'life jackets for all')
  const page = await browsers.open(alice, `/c/${chatId}`)
  const row = page.getByTestId(`row-${said.seq}`)
  await expect(row).toBeVisible()
  await expect(row.getByTestId('pinned-mark')).toHaveCount(0)
  await alice.call('messages.pin', { chatId, id: said.id, pinned: true })
  await expect(row.getByTestId('pinned-mark')).toBeVisible()
  await row.getByRole('button', { name: 'Bob', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText(`@${bob.username}`)
})

test('saved messages have a single tick, because they have no readers', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const direct = screenOf(await browsers.open(alice, `/c/${await alice.direct(bob)}`))
  const saved = screenOf(await browsers.open(alice, `/c/${await alice.direct(alice)}`))
  for (const [screen, ticks] of [
    [direct, 1],
    [saved, 0],
  ] as const) {
    await screen.write('buy string')
    await expect(screen.row('buy string')).toHaveAttribute('data-status', 'sent')
    await expect(screen.row('buy string').getByText(en.statusSent, { exact: true })).toHaveCount(ticks)
  }
})

test('in a direct chat only the header and the list show that the other person types', async ({ browsers, cast }) => {
  const { bob, chatId, page, screen } = await aliceWithBob({ browsers, cast })
  await expect(page.getByTestId('composer')).toBeVisible()
  await bob.call('chats.typing', { chatId })
  await expect(page.getByTestId('chat-subtitle')).toHaveText(en.typingSelf)
  await expect(screen.listRow('Bob')).toContainText(en.typingSelf)
  // Checked once, while the header shows the typing. Later the slot would be empty anyway.
  expect(await page.getByTestId('typing').textContent()).toBe('')
})

test('during an edit the composer stays in place, aligned with the strip above it', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await alice.send(chatId, 'a tpyo')
  for (const device of [devices.desktop, devices.phone]) {
    const page = await browsers.open(alice, `/c/${chatId}`, { context: device })
    const { composer, row } = screenOf(page)
    await expect(row('a tpyo')).toBeVisible()
    const before = await composer.boundingBox()
    await composer.press('ArrowUp')
    await expect(composer).toHaveValue('a tpyo')
    const [after, words] = [
      await composer.boundingBox(),
      await page.getByTestId('composer-strip').getByRole('button').first().boundingBox(),
    ]
    expect([after?.x, after?.width]).toEqual([before?.x, before?.width])
    expect(words?.x).toBe(after?.x)
    await expect(page.getByRole('button', { name: en.attach })).toBeDisabled()
  }
})

test('Chinese text is never slanted', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const gone = await bob.send(chatId, 'gone')
  await alice.answer(chatId, 'what?', gone)
  await bob.call('messages.retract', { chatId, id: gone.id })
  const page = await browsers.open(alice, `/c/${chatId}`, { language: 'zh' })
  const slanted = () =>
    page
      .getByText(zh.retractedMessage)
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).fontStyle).filter((style) => style !== 'normal'))
  await expect(page.getByTestId(`row-${gone.seq}`)).toContainText(zh.retractedMessage)
  expect(await slanted()).toEqual([])
})

test('a narrow picture with a caption has equal margins on all sides', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendPicture(bob, chatId, { bytes: pngOf(200, 900, 1), caption: 'a tower' })
  const page = await browsers.open(alice, `/c/${chatId}`)
  const row = screenOf(page).row('a tower')
  await expect(row.locator('img').first()).toBeVisible()
  const air = await row.locator('[data-bubble]').evaluate((bubble) => {
    const [around, box] = [bubble, bubble.querySelector('figure > div')].map((one) => one?.getBoundingClientRect())
    return around && box && [box.left - around.left, around.right - box.right, box.top - around.top].map(Math.round)
  })
  expect(air).toEqual([4, 4, 4])
})

test('the list says who deleted your retracted message', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const gone = await alice.send(chatId, 'gone')
  await alice.call('messages.retract', { chatId, id: gone.id })
  for (const [language, words] of [
    ['en', en.previewYouRetracted],
    ['zh', zh.previewYouRetracted],
  ] as const) {
    const page = await browsers.open(alice, '/', { language })
    await expect(screenOf(page).listRow('Bob')).toContainText(words)
  }
})

test('a removed member sees a notice above the group', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const { id: chatId } = await alice.group('Boats', [bob])
  const page = await browsers.open(bob, `/c/${chatId}`)
  await expect(page.getByTestId('composer')).toBeVisible()
  await alice.call('groups.remove', { chatId, userId: bob.id })
  await expect(page.getByTestId('chat-subtitle')).toHaveText(en.youWereRemoved)
  await expect(page.getByTestId('composer-notice')).toContainText(en.noticeRemoved)
})

test('a banned member sees the ban above the group, in place of the composer and in the details, until it is lifted', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const { id: chatId } = await alice.group('Boats', [bob])
  const page = await browsers.open(bob, `/c/${chatId}/details`)
  await expect(page.getByTestId('composer')).toBeVisible()
  await alice.call('groups.ban', { chatId, userId: bob.id })
  const subtitle = page.getByTestId('chat-subtitle')
  await expect(subtitle).toHaveText(en.youAreBanned)
  await expect(page.getByTestId('composer-notice')).toContainText(en.noticeBanned)
  // The details show it, too.
  await expect(page.getByText(en.youAreBanned, { exact: true })).toHaveCount(2)
  await alice.call('groups.unban', { chatId, userId: bob.id })
  await page.reload()
  await expect(page.getByTestId('composer-notice')).toContainText(en.noticeRemoved)
  await expect(subtitle).toHaveText(en.youWereRemoved)
})

test('a right-clicked chat stays highlighted while its menu is open', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'hello')
  const page = await browsers.open(alice, '/')
  const row = screenOf(page).listRow('Bob')
  await row.click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
  await expect(row).toHaveAttribute('data-menu')
  await page.keyboard.press('Escape')
  await expect(row).not.toHaveAttribute('data-menu')
})
