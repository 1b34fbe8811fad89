import type { Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { item, menuOf } from './lib/messages'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

const chips = (page: Page, seq: number) => page.getByTestId(`row-${seq}`).getByTestId('reactions').getByRole('button')

test('B18 reactions reach three clients, also when all react at once, and disappear with a retracted message', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const { id: chatId } = await alice.group('Boats', [bob, carol])
  const said = await alice.send(chatId, 'shall we?')
  const pages = [
    await browsers.open(alice, `/c/${chatId}`),
    await browsers.open(bob, `/c/${chatId}`),
    await browsers.open(carol, `/c/${chatId}`, { context: devices.phone }),
  ] as const
  for (const page of pages) await expect(screenOf(page).row('shall we?')).toBeVisible()
  const [first, second, phone] = pages
  await first.getByTestId(`row-${said.seq}`).hover()
  await first.getByTestId('row-tools').getByRole('button', { name: en.react }).click()
  await first.getByRole('button', { name: '👍', exact: true }).click()
  for (const page of pages) await expect(chips(page, said.seq)).toHaveText(['👍 1'])
  await Promise.all([chips(second, said.seq).first().click(), chips(phone, said.seq).first().tap()])
  for (const page of pages) {
    await expect(chips(page, said.seq)).toHaveText(['👍 3'])
    await expect(chips(page, said.seq).first()).toHaveAttribute('aria-pressed', 'true')
  }
  await expect(chips(first, said.seq).first()).toHaveAccessibleName(/You.*Bob|You.*Carol/)
  await chips(second, said.seq).first().click()
  for (const page of pages) await expect(chips(page, said.seq)).toHaveText(['👍 2'])
  await second.reload()
  await expect(chips(second, said.seq)).toHaveText(['👍 2'])
  await expect(chips(second, said.seq).first()).toHaveAttribute('aria-pressed', 'false')
  await alice.call('messages.retract', { chatId, id: said.id })
  for (const page of pages) await expect(chips(page, said.seq)).toHaveCount(0)
})

test('B18 a refused reaction is undone with a reason', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const said = await bob.send(chatId, 'shall we?')
  for (const emoji of ['🐶', '🐱', '🐭', '🐹', '🐰'])
    await alice.call('messages.react', { chatId, id: said.id, emoji, on: true })
  const page = await browsers.open(alice, `/c/${chatId}`)
  await expect(chips(page, said.seq)).toHaveCount(5)
  await screenOf(page).row('shall we?').click({ button: 'right' })
  await menuOf(page).getByRole('menuitemcheckbox', { name: '🎉' }).click()
  await expect(page.getByText(en.error_too_many_reactions)).toBeVisible()
  await expect(chips(page, said.seq)).toHaveCount(5)
})

test('everyone who reacted is listed by emoji, from the chip, the menu and a long press', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const { id: chatId } = await alice.group('Boats', [bob, carol])
  const said = await alice.send(chatId, 'shall we?')
  const react = (who: typeof alice, emoji: string) =>
    who.call('messages.react', { chatId, id: said.id, emoji, on: true })
  for (const [who, emoji] of [
    [alice, '👍'],
    [bob, '👍'],
    [carol, '🎉'],
    [carol, '👍'],
  ] as const)
    await react(who, emoji)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const dialog = page.getByRole('dialog', { name: en.whoReacted })
  await expect(chips(page, said.seq)).toHaveText(['👍 3', '🎉 1'])
  await chips(page, said.seq).last().click({ button: 'right' })
  await expect(dialog.getByRole('listitem')).toHaveCount(1)
  await expect(dialog.getByRole('listitem')).toContainText('Carol')
  await dialog.getByText('👍 3').click()
  await expect(dialog.getByRole('listitem')).toHaveCount(3)
  await dialog.getByText(en.allReactions, { exact: true }).click()
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Carol' })).toContainText('👍')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(chips(page, said.seq)).toHaveText(['👍 3', '🎉 1'])
  await screenOf(page).row('shall we?').click({ button: 'right' })
  await item(page, en.whoReacted).click()
  await expect(dialog.getByRole('listitem')).toHaveCount(3)

  const phone = await browsers.open(bob, `/c/${chatId}`, { context: devices.phone })
  const box = await chips(phone, said.seq).first().boundingBox()
  const devtools = await phone.context().newCDPSession(phone)
  const point = { x: (box?.x ?? 0) + 10, y: (box?.y ?? 0) + 10 }
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] })
  const sheet = phone.getByRole('dialog', { name: en.whoReacted })
  await expect(sheet.getByRole('listitem')).toHaveCount(3)
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await sheet.getByText('🎉 1').tap()
  await expect(sheet.getByRole('listitem')).toHaveCount(1)
  await phone.keyboard.press('Escape')
  await expect(chips(phone, said.seq)).toHaveText(['👍 3', '🎉 1'])
})

test('the menu of a message reacts with one press, marks the own reactions, and supports the arrow keys', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const said = await bob.send(chatId, 'shall we?')
  const page = await browsers.open(alice, `/c/${chatId}`)
  const strip = menuOf(page).getByRole('menuitemcheckbox')
  await screenOf(page).row('shall we?').click({ button: 'right' })
  await strip.filter({ hasText: '👍' }).click()
  await expect(chips(page, said.seq)).toHaveText(['👍 1'])
  await page.getByTestId(`row-${said.seq}`).focus()
  await page.keyboard.press('Shift+F10')
  await expect(item(page, en.reply)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(item(page, en.moreEmoji)).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(strip.first()).toBeFocused()
  await expect(strip.first()).toBeChecked()
  await page.keyboard.press('ArrowRight')
  await expect(strip.nth(1)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(item(page, en.reply)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('searchbox', { name: en.searchEmoji })).toBeFocused()
  await page.keyboard.type('sailboat')
  await expect(page.getByTestId('emoji-picker').getByRole('gridcell')).toHaveText(['⛵'])
  await page.keyboard.press('Enter')
  await expect(chips(page, said.seq)).toHaveText(['👍 1', '⛵ 1'])
})

test('the menu of a message leaves its bubble visible, on a phone and next to the mouse', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  for (const text of ['the first', 'one that is in the middle of them', 'the last']) await bob.send(chatId, text)
  for (const device of [devices.desktop, devices.phone]) {
    const page = await browsers.open(alice, `/c/${chatId}`, { context: device })
    for (const text of ['the first', 'in the middle']) {
      const bubble = screenOf(page).row(text).locator('[data-bubble]')
      await bubble.click({ button: 'right' })
      await expect(menuOf(page)).toBeVisible()
      const overlap = async () => {
        const [one, other] = await Promise.all([bubble.boundingBox(), menuOf(page).boundingBox()])
        if (!one || !other) return Number.NaN
        return Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
      }
      await expect.poll(overlap).toBeLessThanOrEqual(0)
      await page.keyboard.press('Escape')
      await expect(menuOf(page)).toBeHidden()
    }
  }
})

test('any emoji is found by its name and with the keyboard alone, without requests to other hosts', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const said = await bob.send(chatId, 'shall we?')
  const page = await browsers.open(alice, `/c/${chatId}`)
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const asked = request.url()
    if (new URL(asked).origin !== new URL(page.url()).origin && !asked.startsWith('data:')) elsewhere.push(asked)
  })
  await page.getByTestId(`row-${said.seq}`).focus()
  await page.keyboard.press('+')
  await expect(page.getByRole('button', { name: '👍', exact: true })).toBeFocused()
  await page.getByRole('button', { name: en.moreEmoji }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('searchbox', { name: en.searchEmoji })).toBeFocused()
  await page.keyboard.type('sailboat')
  await expect(page.getByTestId('emoji-picker').getByRole('gridcell')).toHaveText(['⛵'])
  await page.keyboard.press('Enter')
  await expect(chips(page, said.seq)).toHaveText(['⛵ 1'])
  await expect(page.getByTestId(`row-${said.seq}`)).toBeFocused()
  expect(elsewhere).toEqual([])
})
