import { seriousFindings } from './lib/accessibility'
import { en } from './lib/catalogs'
import { pngOf, sendPicture } from './lib/pictures'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

// Without rate limits there is no quota either.
test.use({
  settings: {
    PARLEY_LOG_LEVEL: 'warn',
    PARLEY_FILE_MB: '100',
    PARLEY_DIRECT_CHATS: 'everyone',
  },
})

test('the settings show the space for uploads, and clear the cache of this device', async ({
  browsers,
  cast,
  network,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendPicture(alice, chatId)
  browsers.guard.allow(/./)
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  const screen = screenOf(page)
  await expect(screen.rows).toHaveCount(1)
  await screen.composer.fill('half a sentence')
  await page.goto('/settings')
  const storage = page.getByTestId('storage')
  await expect(storage).toContainText(/\d kB of 100 MB used/)
  const value = () => storage.locator('progress').evaluate((bar) => (bar as HTMLProgressElement).value)
  expect(await value()).toBe((await alice.call('media.usage', {})).usedBytes)
  // The largest chats link to their details.
  const { name, id: groupId } = await alice.group('Hikers', [bob])
  for (const hue of [1, 2]) await sendPicture(alice, groupId, { bytes: pngOf(900, 900, hue) })
  await page.reload()
  const largest = page.getByTestId('largest-chats').getByRole('button')
  await expect(largest).toHaveCount(2)
  await expect(largest.first()).toContainText(`${name}`)
  await expect(largest.first()).toContainText(/kB · 2 files/)
  await expect(largest.last()).toContainText(/kB · 1 file$/)
  expect(await seriousFindings(page)).toEqual([])
  await largest.first().click()
  await expect(page).toHaveURL(new RegExp(`/c/${groupId}/details$`))
  await page.goBack()
  await storage.getByRole('button', { name: en.clearCache }).click()
  expect(await seriousFindings(page)).toEqual([])
  const reloaded = page.waitForEvent('load')
  await page.getByRole('alertdialog').getByRole('button', { name: en.clearCacheConfirm }).click()
  await reloaded
  await screen.listRow(bob.name).click()
  await expect(screen.rows).toHaveCount(1)
  await expect(screen.composer).toHaveValue('half a sentence')
})
