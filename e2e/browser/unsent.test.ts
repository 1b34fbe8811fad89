import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { Person } from './lib/people'
import { screenOf } from './lib/screen'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const world = `/c/${WORLD_CHAT_ID}`
const looks: readonly (BrowserOptions & { readonly language: 'en' | 'zh' })[] = [
  { language: 'en', theme: 'light', context: devices.desktop },
  { language: 'zh', theme: 'dark', context: devices.smallPhone },
]

for (const look of looks) {
  test(`a refused message is edited and sent, and one of a muted person waits and goes out (${look.language}, ${look.theme})`, async ({
    browsers,
    ownServer,
  }) => {
    const { url, setupCode: setup = '' } = ownServer
    const admin = await Person.register(url, { username: 'grace', name: 'Grace', setup })
    const words = look.language === 'zh' ? { ...en, ...zh } : en
    browsers.guard.allow(/ERR_INTERNET_DISCONNECTED/)
    const name = `bob${look.language}`
    const bob = await Person.register(url, { username: name, name: 'Bob' })
    await admin.call('admin.setLimits', { limits: { ...defaultSendingLimits, floodMessages: 0 } })
    await admin.call('admin.setWords', { words: ['kite'] })
    const page = await browsers.open(bob, world, { ...look, url })
    const screen = screenOf(page)
    const write = async (text: string) => {
      await page.getByTestId('composer').fill(text)
      await page.getByRole('button', { name: words.send, exact: true }).click()
    }
    await write(`my kite ${look.language}`)
    const failed = page.locator('article[data-status=failed]')
    await expect(failed).toContainText(words.error_word_refused)
    expect(await seriousFindings(page)).toEqual([])
    await failed.getByRole('button', { name: words.editMessage }).click()
    await expect(page.getByTestId('composer')).toHaveText(`my kite ${look.language}`)
    await write(`my boat ${look.language}`)
    await expect(failed).toHaveCount(0)
    await expect(screen.row(`my boat ${look.language}`)).toHaveAttribute('data-status', 'sent')

    await admin.call('admin.setLimits', {
      limits: { ...defaultSendingLimits, floodMessages: 3, floodMutesMs: [15_000] },
    })
    await page.context().setOffline(true)
    await write(`late ${look.language}`)
    for (let at = 0; at < 8; at++) await bob.send(WORLD_CHAT_ID, `flood ${at}`).catch(() => undefined)
    await page.context().setOffline(false)
    const late = screen.row(`late ${look.language}`)
    await expect(late.getByText(words.heldUntil.split('{when}').at(-1)?.trim() ?? '')).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
    await page.reload()
    await expect(late.locator('[data-held]')).toBeVisible()
    await expect(late).toHaveAttribute('data-status', 'sent', { timeout: 30_000 })
  })
}

test('a busy button and a notice have names', async ({ browsers, cast, server }) => {
  const [carol] = await cast('carol')
  const page = await browsers.open(undefined, '/', { url: server.url })
  await page.route('**/api/accounts.login', () => undefined)
  await page.getByLabel(en.loginName).fill(carol.username)
  await page.getByLabel(en.password, { exact: true }).fill('anything')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: en.signIn, exact: true })).toHaveAttribute('aria-busy', 'true')
  expect(await seriousFindings(page)).toEqual([])
  const settings = await browsers.open(carol, '/settings', { context: devices.phone })
  await settings.getByLabel(en.displayName, { exact: true }).fill('Carol B')
  await settings.keyboard.press('Enter')
  await expect(settings.getByRole('dialog', { name: en.nameSaved })).toBeVisible()
  await settings.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  expect(await seriousFindings(settings)).toEqual([])
})
