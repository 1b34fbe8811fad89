import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { startParley } from './lib/parley-server'
import { Person, password } from './lib/people'
import { screenOf } from './lib/screen'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const looks: readonly BrowserOptions[] = [
  { language: 'en', theme: 'light', context: devices.desktop },
  { language: 'zh', theme: 'dark', context: devices.smallPhone },
]

test('newcomers request an account, administrators see it at once and approve it, and the waiting page enters, in both languages and with the keyboard', async ({
  browsers,
  settings,
}) => {
  browsers.guard.allow(/status of 403/)
  const server = await startParley(settings)
  const options = { url: server.url }
  const grace = await Person.register(server.url, { username: 'grace', name: 'Grace', setup: server.setupCode ?? '' })
  for (const [at, look] of looks.entries()) {
    const words = look.language === 'zh' ? { ...en, ...zh } : en
    await grace.call('admin.setRegistration', { registration: 'open' })
    const admin = await browsers.open(grace, '/admin', { ...look, ...options })
    const door = await browsers.open(undefined, '/', { ...look, ...options })
    await expect(door.getByRole('link', { name: words.register })).toBeVisible()

    await admin.getByText(words.registrationApproval, { exact: true }).click()
    await expect(admin.getByText(words.registrationApprovalBody)).toBeVisible()
    await expect(admin.getByText(words.noRequests)).toBeVisible()
    // A page that was open before learns of it by itself.
    await door.getByRole('link', { name: words.accountRequestTitle }).press('Enter')
    await expect(door.getByRole('heading', { name: words.accountRequestTitle })).toBeVisible()
    const name = `Carol ${at}`
    await door.getByLabel(words.displayName, { exact: true }).fill(name)
    await door.getByLabel(words.username).fill(`carol${at}`)
    await door.getByLabel(words.password, { exact: true }).fill(password)
    await door.getByLabel(words.accountNote).fill('Bob from the hut\ntold me.')
    expect(await seriousFindings(door)).toEqual([])
    await door.getByRole('button', { name: words.sendRequest }).press('Enter')
    await expect(door.getByRole('heading', { name: words.accountRequestWaits })).toBeVisible()
    expect(await seriousFindings(door)).toEqual([])
    expect(await door.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)

    // The right password learns that the request waits, and the sign-in page leads back to it.
    await door.goto(`${server.url}/`)
    await door.getByLabel(words.loginName).fill(`carol${at}`)
    await door.getByLabel(words.password, { exact: true }).fill(password)
    await door.getByRole('button', { name: words.signIn, exact: true }).click()
    await expect(door.getByRole('alert')).toHaveText(words.error_approval_pending)
    await door.getByRole('link', { name: words.accountRequestWaits }).click()
    await expect(door.getByRole('heading', { name: words.accountRequestWaits })).toBeVisible()

    const list = admin.getByRole('list', { name: words.accountRequests })
    await expect(list.getByText(name)).toBeVisible()
    await expect(list.getByText('Bob from the hut')).toBeVisible()
    await admin.getByLabel(words.requestsChooseAll).press('Space')
    await expect(list.getByRole('checkbox', { name })).toBeChecked()
    expect(await seriousFindings(admin)).toEqual([])
    expect(await admin.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await admin.getByRole('button', { name: words.letInName.replace('{name}', name) }).press('Enter')
    await expect(admin.getByText(words.noRequests)).toBeVisible()
    await expect(screenOf(door).listRow(words.savedMessages)).toBeVisible()
    await browsers.close()
  }
  await server.stop()
})

test('a declined request ends on its page, a withdrawn one disappears from the list, and an open form follows a change', async ({
  browsers,
  settings,
}) => {
  browsers.guard.allow(/status of 4\d\d/)
  const server = await startParley(settings)
  const options = { url: server.url }
  const grace = await Person.register(server.url, { username: 'grace', name: 'Grace', setup: server.setupCode ?? '' })
  const door = await browsers.open(undefined, '/register', options)
  const fill = async () => {
    await door.getByLabel(en.displayName, { exact: true }).fill('Carol')
    await door.getByLabel(en.username).fill('carol')
    await door.getByLabel(en.password, { exact: true }).fill(password)
  }
  await fill()
  await grace.call('admin.setRegistration', { registration: 'approval' })
  // The open form follows, and keeps what was typed.
  await door.getByRole('button', { name: en.sendRequest }).click()
  await door.getByRole('button', { name: en.withdrawRequest }).click()
  await door.getByRole('alertdialog').getByRole('button', { name: en.withdrawRequest }).click()
  await expect(door.getByRole('heading', { name: en.accountRequestTitle })).toBeVisible()
  expect((await grace.call('admin.accountRequests', {})).count).toBe(0)

  await fill()
  await door.getByRole('button', { name: en.sendRequest }).click()
  await expect(door.getByRole('heading', { name: en.accountRequestWaits })).toBeVisible()
  const admin = await browsers.open(grace, '/admin', options)
  await admin.getByRole('button', { name: en.declineName.replace('{name}', 'Carol') }).click()
  await admin.getByRole('alertdialog').getByRole('button', { name: en.declineRequest }).click()
  await expect(admin.getByText(en.noRequests)).toBeVisible()
  await expect(admin.locator('[data-audit-entry=request_declined]')).toHaveCount(0)
  await expect(door.getByRole('heading', { name: en.accountRequestOverTitle })).toBeVisible()
  await door.getByRole('link', { name: en.accountRequestTitle }).click()
  await expect(door.getByRole('button', { name: en.sendRequest })).toBeVisible()
  await browsers.close()
  await server.stop()
})

test('an open sign-in page says who can create an account, and asks again when registration opens or closes', async ({
  browsers,
  settings,
}) => {
  const server = await startParley(settings)
  const grace = await Person.register(server.url, { username: 'grace', name: 'Grace', setup: server.setupCode ?? '' })
  const page = await browsers.open(undefined, '/', { url: server.url })
  const returns = () => page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(page.getByRole('link', { name: en.register })).toBeVisible()
  for (const [registration, text] of [
    ['closed', en.error_registration_closed],
    ['invite', en.error_invite_required],
  ] as const) {
    await grace.call('admin.setRegistration', { registration })
    await returns()
    await expect(page.getByText(text)).toBeVisible()
  }
  // The page learns of a change without any event.
  for (let round = 0; round < 3; round++)
    for (const [registration, shown] of [
      ['open', page.getByRole('link', { name: en.register })],
      ['closed', page.getByText(en.error_registration_closed)],
    ] as const) {
      await grace.call('admin.setRegistration', { registration })
      await expect(shown).toBeVisible({ timeout: 5_000 })
    }
  await page.clock.install()
  await grace.call('admin.setRegistration', { registration: 'approval', opensAt: Date.UTC(2090, 0) })
  await page.reload()
  await expect(page.getByText(en.registrationOpensOn.split('{')[0] ?? '')).toBeVisible()
  await grace.call('admin.setRegistration', { registration: 'approval', closesAt: Date.UTC(2090, 0) })
  // A timer can't wait for years: it asks before.
  await page.clock.fastForward(30 * 24 * 3_600_000)
  await expect(page.getByRole('link', { name: en.accountRequestTitle })).toBeVisible()
  await expect(page.getByText(en.registrationOpenUntil.split('{')[0] ?? '')).toBeVisible()
  await browsers.close()
  await server.stop()
})
