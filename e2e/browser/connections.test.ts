import { limits } from '@parley/protocol/limits'
import { en } from './lib/catalogs'
import { expect, test } from './lib/test'

test('a page over the connection limit says so, and continues when you ask it to', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const context = await browsers.context(alice)
  const [page, other] = [await context.newPage(), await context.newPage()]
  await page.goto(`/c/${chatId}`)
  await expect(page.getByTestId('composer')).toBeVisible()
  await other.goto('/docs')
  await other.evaluate((count) => {
    const sockets = Array.from({ length: count }, () => new WebSocket(`${location.origin.replace('http', 'ws')}/ws`))
    Object.assign(window, { sockets })
  }, limits.connectionsPerAccount)
  const dialog = page.getByRole('alertdialog', { name: en.tooManyConnectionsTitle })
  await expect(dialog).toBeVisible()
  await other.close()
  await dialog.getByRole('button', { name: en.useHere }).click()
  await expect(dialog).toBeHidden()
  await bob.send(chatId, 'are you here again?')
  await expect(page.getByText('are you here again?').first()).toBeVisible()
})
