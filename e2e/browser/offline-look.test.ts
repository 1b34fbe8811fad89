import { en } from './lib/catalogs'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('offline, people show no online dot, the header says so, and nothing moves', async ({
  browsers,
  cast,
  network,
}) => {
  browsers.guard.allow(/WebSocket connection to/, /Failed to load resource/)
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'hello')
  await browsers.open(bob)
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  const screen = screenOf(page)
  const dots = (presence: string) => page.locator(`svg[data-presence=${presence}]`)
  // Bob in the list and in the header, and Alice's own dot.
  await expect(dots('online')).toHaveCount(3)
  const places = () => Promise.all([screen.composer, screen.row('hello')].map((part) => part.boundingBox()))
  const before = await places()
  network.isolate()
  await page.context().setOffline(true)
  await expect(page.getByText(en.offlineBanner)).toBeVisible()
  await expect(page.getByTestId('chat-subtitle')).toHaveText(en.connecting)
  await expect(dots('online')).toHaveCount(0)
  await expect(dots('unknown')).toHaveCount(3)
  expect(await places()).toEqual(before)
  network.restore()
  await page.context().setOffline(false)
  await expect(dots('online')).toHaveCount(3)
  await expect(page.getByText(en.backOnline)).toBeHidden()
  expect(await places()).toEqual(before)
})

test('on a phone the offline banner covers neither the header nor the pinned message', async ({
  browsers,
  cast,
  network,
}) => {
  browsers.guard.allow(/WebSocket connection to/, /Failed to load resource/)
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const { id } = await alice.send(chatId, 'read this first')
  await alice.call('messages.pin', { chatId, id, pinned: true })
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url, context: devices.phone })
  const bar = page.getByTestId('pinned-bar')
  await expect(bar).toContainText('read this first')
  network.isolate()
  await page.context().setOffline(true)
  const banner = page.getByRole('status').filter({ hasText: en.offlineBanner })
  await expect(banner).toBeVisible()
  const [above, below] = await Promise.all([bar.boundingBox(), banner.boundingBox()])
  expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 1e9))
})

test('my own dot shows from the start', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  browsers.guard.allow(/Failed to load resource/, /Failed to fetch/)
  const context = await browsers.context(alice)
  await context.route(/\/assets\/own-status-/, (route) => route.abort())
  const page = await context.newPage()
  await page.goto('/')
  await expect(page.getByRole('navigation').locator('svg[data-presence=online]')).toBeVisible()
})

for (const [name, context] of [
  ['a wide screen', devices.desktop],
  ['a phone', devices.phone],
] as const) {
  test(`a toast covers no message on ${name}`, async ({ browsers, cast }) => {
    const [alice, bob] = await cast('alice', 'bob')
    const chatId = await alice.direct(bob)
    await alice.send(chatId, 'the newest message')
    const permissions = ['clipboard-read', 'clipboard-write']
    const page = await browsers.open(alice, `/c/${chatId}`, { context: { ...context, permissions } })
    const screen = screenOf(page)
    const row = screen.row('the newest message')
    await expect(row).toBeVisible()
    await row.focus()
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menuitem', { name: en.copyText }).click()
    const toast = page.getByText(en.textCopied)
    await expect(toast).toBeVisible()
    const [one, other] = [await toast.boundingBox(), await row.boundingBox()]
    if (!one || !other) throw new Error('an element is missing')
    const apart =
      one.x + one.width <= other.x ||
      other.x + other.width <= one.x ||
      one.y + one.height <= other.y ||
      other.y + other.height <= one.y
    expect([apart, one, other]).toEqual([true, one, other])
  })
}
