import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { startParley } from './lib/parley-server'
import { Person } from './lib/people'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const looks: readonly BrowserOptions[] = [
  { language: 'en', theme: 'light', context: devices.desktop },
  { language: 'zh', theme: 'dark', context: devices.smallPhone },
]

/** Calls as the product with a token; resolves to the status. */
const upsertWith = async (url: string, token: string): Promise<number> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ externalId: 'customer-1', name: 'Anna' })
  return (await fetch(`${url}/api/service.upsertUser`, { method: 'POST', headers, body })).status
}

test('administrators create a token for another product, which shows once, see its last use, and revoke it', async ({
  browsers,
  settings,
}) => {
  const server = await startParley(settings)
  const grace = await Person.register(server.url, { username: 'grace', name: 'Grace', setup: server.setupCode ?? '' })
  for (const look of looks) {
    const words = look.language === 'zh' ? { ...en, ...zh } : en
    const page = await browsers.open(grace, '/admin', { ...look, url: server.url })
    const create = page.getByRole('button', { name: words.serviceCreate })
    await create.press('Enter')
    await expect(page.getByText(words.serviceNameMissing)).toBeVisible()
    await page.getByLabel(words.serviceName).fill('Shop')
    await create.press('Enter')
    const secret = page.getByRole('textbox', { name: words.serviceSecret.replace('{name}', 'Shop') })
    await expect(secret).toBeFocused()
    const token = await secret.inputValue()
    const list = page.getByRole('list', { name: words.serviceTokens })
    await expect(list.getByRole('listitem')).toContainText(words.serviceUnused)
    expect(await upsertWith(server.url, token)).toBe(200)
    expect(await seriousFindings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)

    await page.reload()
    await expect(list.getByRole('listitem')).not.toContainText(words.serviceUnused)
    await expect(secret).toHaveCount(0)
    await page.getByRole('button', { name: words.serviceRevokeOf.replace('{name}', 'Shop') }).press('Enter')
    await page.getByRole('alertdialog').getByRole('button', { name: words.serviceRevoke, exact: true }).press('Enter')
    await expect(list).toHaveCount(0)
    await expect(async () => expect(await upsertWith(server.url, token)).toBe(401)).toPass()
    await browsers.close()
  }
  await server.stop()
})
