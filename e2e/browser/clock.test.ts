import { readChat } from './lib/messages'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

const dayMs = 24 * 3_600_000

test('time labels are updated on the next day', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 3)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  const day = screen.viewport.getByText(/^(Today|Yesterday)$/).first()
  const listed = screen.listRow(bob.name).locator('time')
  await expect(day).toHaveText('Today')
  // As if a laptop had been closed for a day.
  await page.clock.setFixedTime(Date.now() + dayMs)
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(day).toHaveText('Yesterday')
  await expect(listed).toHaveText('Yesterday')
})

for (const [locale, form] of Object.entries({ 'de-AT': /^\d\d?:\d\d$/, 'en-US': /^\d\d?:\d\d [AP]M$/ }))
  test(`an English page in a browser of ${locale} formats times as in that country`, async ({ browsers, cast }) => {
    const [alice, bob] = await cast('alice', 'bob')
    const chatId = await readChat(bob, alice, 1)
    const page = await browsers.open(alice, `/c/${chatId}`, { context: { locale } })
    await expect(screenOf(page).rows.last().locator('time').first()).toHaveText(form)
  })
