import { en } from './lib/catalogs'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

const tablet = { viewport: { width: 768, height: 900 } }

test('on a tablet the bar keeps the own picture and status, the theme and the settings', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice, '/', { context: tablet })
  const rail = page.getByRole('navigation', { name: en.navigation })
  const own = page.getByTestId('own-status')
  await expect(own).toBeVisible()
  const overflow = await rail.evaluate((bar) => bar.scrollWidth - bar.clientWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await expect(rail.getByRole('link', { name: en.settings })).toBeVisible()
  await own.click()
  await expect(page.getByRole('menuitemradio', { name: en.statusAway })).toBeVisible()
  await page.getByRole('menuitem', { name: en.switchToDark }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('filters that do not fit fade out at the edge and scroll', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await bob.befriend(alice)
  await bob.send(chatId, 'hello')
  await alice.call('chats.archive', { chatId, archived: true })
  const page = await browsers.open(alice, '/', { context: tablet })
  const filters = page.getByTestId('filters')
  await expect(filters).toHaveAttribute('data-fade', 'end')
  const last = filters.getByRole('button').last()
  await last.click()
  await expect(filters).toHaveAttribute('data-fade', 'start')
  await expect(last).toBeInViewport({ ratio: 1 })
})

test('channels are one press away, on desktop and phone, and their empty dialog offers a next step', async ({
  browsers,
  cast,
}) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice)
  await page.getByRole('navigation', { name: en.navigation }).getByRole('button', { name: en.channels }).click()
  const dialog = page.getByRole('dialog', { name: en.channels })
  await expect(dialog.getByText(en.noChannels)).toBeVisible()
  await dialog.getByRole('button', { name: en.newGroup }).click()
  await expect(page.getByRole('dialog', { name: en.newGroup })).toBeVisible()
  const phone = await browsers.open(alice, '/', { context: devices.phone })
  await phone.getByRole('navigation', { name: en.navigation }).getByRole('button', { name: en.channels }).tap()
  await expect(phone.getByRole('dialog', { name: en.channels })).toBeVisible()
})

test('rows of the list have the same width with and without a scrollbar', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice)
  const row = screenOf(page).listRow(en.world)
  await expect(row).toBeVisible()
  const gutter = await row.evaluate((element) => {
    const scroller = element.closest('ul')?.parentElement
    return scroller ? getComputedStyle(scroller).scrollbarGutter : ''
  })
  expect(gutter).toBe('stable')
})

test('the menu of a chat opens its details, silences it for a time, and lets members leave', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const group = await alice.group('Hike', [bob])
  const page = await browsers.open(bob, `/c/${group.id}`)
  const choose = async (...names: readonly string[]) => {
    await page.getByTestId('chat-menu').click()
    for (const name of names) await page.getByRole('menuitem', { name }).click()
  }
  await choose(en.muteChat, en.muteForever)
  await expect(page.getByTestId('chat-title').getByLabel(en.mutedLabel)).toBeVisible()
  await choose(en.groupInfo)
  await expect(page.getByRole('region', { name: en.details })).toContainText('Hike')
  await choose(en.leaveGroup)
  await page.getByRole('alertdialog').getByRole('button', { name: en.leaveGroup }).click()
  await expect(screenOf(page).row('You left')).toBeVisible()
})
