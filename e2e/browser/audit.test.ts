import { readFile } from 'node:fs/promises'
import { en, zh } from './lib/catalogs'
import { startParley } from './lib/parley-server'
import { Person } from './lib/people'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const looks: readonly BrowserOptions[] = [
  { language: 'en', theme: 'light', context: devices.desktop },
  { language: 'zh', theme: 'dark', context: devices.smallPhone },
]

test('administrators read the audit log, narrow it down with the keyboard and export it, in both languages', async ({
  browsers,
  settings,
}) => {
  const server = await startParley(settings)
  const grace = await Person.register(server.url, { username: 'grace', name: 'Grace', setup: server.setupCode ?? '' })
  const bob = await Person.register(server.url, { username: 'bob', name: 'Bob' })
  await grace.call('admin.setServerName', { serverName: 'Lakeside' })
  await grace.call('admin.setDisabled', { userId: bob.id, disabled: true })
  await grace.call('admin.setDisabled', { userId: bob.id, disabled: false })
  for (const look of looks) {
    const words = look.language === 'zh' ? { ...en, ...zh } : en
    const page = await browsers.open(grace, '/admin', { ...look, url: server.url })
    const log = page.getByRole('list', { name: words.auditLog })
    const entries = log.getByRole('listitem').filter({ has: page.locator('time') })
    await expect(entries).toHaveCount(3)
    await expect(entries.first()).toContainText(words.audit_user_enabled)
    await expect(entries.first()).toContainText('Bob')
    const named = log.locator('[data-audit-entry=server_named]')
    await expect(named).toContainText(
      words.auditChange
        .replace('{setting}', words.serverName)
        .replace('{before}', words.auditNone)
        .replace('{after}', 'Lakeside'),
    )

    const narrow = words.auditNarrow.replace('{act}', words.audit_user_disabled)
    await entries.getByRole('button', { name: narrow }).press('Enter')
    await page.getByRole('menuitem', { name: words.auditOnlyOn.replace('{name}', 'Bob') }).press('Enter')
    await expect(entries).toHaveCount(2)
    await page.getByRole('button', { name: words.auditAllKinds }).press('Enter')
    await page.getByRole('menuitemradio', { name: words.audit_user_disabled }).press('Enter')
    await expect(entries).toHaveCount(1)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: words.auditExport }).press('Enter')
    const text = await readFile(await (await download).path(), 'utf8')
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ action: 'user_disabled', by: 'grace', user: 'bob' }])
    const about = words.auditDrop.replace('{filter}', words.auditOn.replace('{name}', 'Bob'))
    await page.getByRole('button', { name: about }).press('Enter')
    await expect(page.getByRole('button', { name: about })).toBeHidden()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await browsers.close()
  }
  await server.stop()
})
