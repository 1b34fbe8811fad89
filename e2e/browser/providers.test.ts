import type { Page } from '@playwright/test'
import { freePort } from '../../packages/server/src/testing/free-port'
import { TestProvider } from '../../packages/server/src/testing/oidc-provider'
import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { startParley } from './lib/parley-server'
import { Person, password } from './lib/people'
import { screenOf } from './lib/screen'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const secret = 'the secret of parley'

const looks: readonly (BrowserOptions & { readonly language: 'en' | 'zh' })[] = [
  { language: 'en', theme: 'light', context: devices.desktop },
  { language: 'zh', theme: 'dark', context: devices.smallPhone },
]
const wordsOf = (language: 'en' | 'zh') => (language === 'zh' ? { ...en, ...zh } : en)

/** A server, and the provider through which it signs people in. Each has to know the other's address. */
const startBoth = async (more: Readonly<Record<string, string>> = {}) => {
  const port = await freePort()
  const server = await startParley({
    PARLEY_OIDC_WORK_ISSUER: `http://127.0.0.1:${port}`,
    PARLEY_OIDC_WORK_CLIENT_ID: 'work',
    PARLEY_OIDC_WORK_CLIENT_SECRET: secret,
    ...more,
  })
  const redirect_uris = [`${server.url}/auth/oidc/work/callback`]
  const provider = await TestProvider.start([{ client_id: 'work', client_secret: secret, redirect_uris }], port)
  await provider.setPeople({
    alice: { name: 'Alice Liddell', preferred_username: 'alice', email: 'alice@example.org', email_verified: true },
    bob: { name: 'Bob', preferred_username: 'bob', email: 'bob@example.org', email_verified: true },
  })
  const stop = async () => {
    await server.stop()
    await provider[Symbol.asyncDispose]()
  }
  return { provider, server, url: server.url, stop }
}

/** The pages of the provider, which load a typeface. */
const providerPages = [/^third party: http:\/\/127\.0\.0\.1/, /fonts\.googleapis\.com/]

/** Signs in on the pages of the provider, which knows that this person agrees. */
const signInAgainThere = async (page: Page, login: string) => {
  await page.getByPlaceholder('Enter any login').fill(login)
  await page.getByPlaceholder('and password').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
}

/** Signs in on the pages of the provider, and agrees. */
const signInThere = async (page: Page, login: string) => {
  await signInAgainThere(page, login)
  await page.getByRole('button', { name: 'Continue' }).click()
}

const sound = async (page: Page) => {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  expect(await seriousFindings(page)).toEqual([])
}

const continueWork = (words: { readonly continueWith: string }) => words.continueWith.replace('{name}', 'Work')

for (const look of looks) {
  test(`a provider opens a new account, and the same one again (${look.language}, ${look.theme})`, async ({
    browsers,
  }) => {
    browsers.guard.allow(...providerPages)
    const words = wordsOf(look.language)
    const { url, stop } = await startBoth()
    const door = await browsers.open(undefined, '/', { ...look, url })
    await door.getByRole('link', { name: continueWork(words) }).click()
    await signInThere(door, 'alice')
    await expect(door.getByLabel(words.username, { exact: true })).toHaveValue('alice')
    await expect(door.getByLabel(words.displayName, { exact: true })).toHaveValue('Alice Liddell')
    await sound(door)
    await door.getByRole('button', { name: words.register }).click()
    await expect(screenOf(door).listRow(words.world)).toBeVisible()
    await door.goto(`${url}/settings`)
    await expect(door.getByText('alice@example.org')).toBeVisible()
    await expect(door.getByRole('button', { name: words.firstPassword })).toBeVisible()
    const again = await browsers.open(undefined, '/', { ...look, url })
    await again.getByRole('link', { name: continueWork(words) }).click()
    await signInThere(again, 'alice')
    await expect(screenOf(again).listRow(words.world)).toBeVisible()
    await browsers.close()
    await stop()
  })
}

for (const look of looks) {
  test(`a person without a password confirms at the provider, and closes the account (${look.language}, ${look.theme})`, async ({
    browsers,
  }) => {
    browsers.guard.allow(/status of 401/, ...providerPages)
    const words = wordsOf(look.language)
    const { url, stop } = await startBoth({ PARLEY_PASSWORDS: 'off' })
    const page = await browsers.open(undefined, '/', { ...look, url })
    await page.getByRole('link', { name: continueWork(words) }).click()
    await signInThere(page, 'alice')
    await page.getByRole('button', { name: words.register }).click()
    await expect(screenOf(page).listRow(words.world)).toBeVisible()
    await page.goto(`${url}/settings`)
    const confirm = page.getByRole('dialog').getByRole('button', { name: words.confirmWith.replace('{name}', 'Work') })
    // The typed address comes back with the confirmation.
    await page.getByRole('button', { name: words.emailAdd }).click()
    await page.getByRole('textbox', { name: words.emailAddress }).fill('alice@lake.example')
    await expect(page.getByLabel(words.oldPassword, { exact: true })).toHaveCount(0)
    await page.getByRole('button', { name: words.sendCode }).click()
    await expect(page.getByText(words.confirmFirst)).toBeVisible()
    await sound(page)
    await confirm.click()
    await signInAgainThere(page, 'alice')
    await expect(page.getByText(words.confirmed)).toBeVisible()
    await expect(page.getByRole('textbox', { name: words.emailAddress })).toHaveValue('alice@lake.example')
    await sound(page)
    await page.getByRole('button', { name: words.sendCode }).click()
    await expect(page.getByText('alice@lake.example')).toBeVisible()
    // The confirmation of a moment ago also closes the account.
    await expect(page.getByRole('button', { name: words.firstPassword })).toHaveCount(0)
    await page.getByRole('button', { name: words.deleteAccount }).click()
    await page.getByRole('dialog').getByRole('button', { name: words.deleteAccount }).click()
    await expect(page.getByRole('link', { name: continueWork(words) })).toBeVisible()
    await browsers.close()
    await stop()
  })
}

for (const look of looks) {
  test(`with passwords off, no password field ever shows, and a waiting request stays in reach (${look.language}, ${look.theme})`, async ({
    browsers,
  }) => {
    browsers.guard.allow(...providerPages)
    const words = wordsOf(look.language)
    const { url, stop } = await startBoth({ PARLEY_PASSWORDS: 'off', PARLEY_REGISTRATION: 'approval' })
    const page = await (await browsers.context(undefined, { ...look, url })).newPage()
    let answer = () => {}
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/api/accounts.policy', async (route) => {
      await held
      await route.continue()
    })
    for (const path of ['/', '/register', '/forgot']) {
      await page.goto(url + path)
      await expect(page.locator('[data-waiting]')).toBeVisible()
      await expect(page.locator('form')).toHaveCount(0)
    }
    await sound(page)
    answer()
    await expect(page.getByText(words.error_passwords_off)).toBeVisible()
    await page.goto(url)
    await page.getByRole('link', { name: continueWork(words) }).click()
    await signInThere(page, 'bob')
    await page.getByRole('button', { name: words.sendRequest }).click()
    await expect(page.getByRole('button', { name: words.withdrawRequest })).toBeVisible()
    await page.goto(url)
    await expect(page.locator('input')).toHaveCount(0)
    await sound(page)
    await page.getByRole('link', { name: words.accountRequestWaits }).click()
    await expect(page.getByRole('button', { name: words.withdrawRequest })).toBeVisible()
    await browsers.close()
    await stop()
  })
}

test('linking in the settings never signs in to the account of another person', async ({ browsers }) => {
  browsers.guard.allow(...providerPages)
  const { url, stop } = await startBoth()
  const door = await browsers.open(undefined, '/', { url })
  await door.getByRole('link', { name: continueWork(en) }).click()
  await signInThere(door, 'alice')
  await door.getByRole('button', { name: en.register }).click()
  await expect(screenOf(door).listRow(en.world)).toBeVisible()
  const carol = await Person.register(url, { username: 'carol', name: 'Carol' })
  const page = await browsers.open(carol, '/settings', { url, context: devices.smallPhone })
  await page.getByRole('link', { name: en.linkProvider.replace('{name}', 'Work') }).click()
  await signInThere(page, 'alice')
  await expect(page.getByText('@alice', { exact: false })).toBeVisible()
  await sound(page)
  await page.getByRole('link', { name: en.settings }).click()
  await expect(page.getByLabel(en.displayName, { exact: true })).toHaveValue('Carol')
  await browsers.close()
  await stop()
})

test('an existing account is linked with its password, and the link is removed with it', async ({ browsers }) => {
  browsers.guard.allow(/status of 40[139]/, ...providerPages)
  const { url, stop } = await startBoth()
  const carol = await Person.register(url, { username: 'carol', name: 'Carol' })
  const door = await browsers.open(undefined, '/', { url })
  await door.getByRole('link', { name: continueWork(en) }).click()
  await signInThere(door, 'bob')
  await door.getByRole('button', { name: en.linkIt }).click()
  await door.getByLabel(en.loginName).fill(carol.username)
  await door.getByLabel(en.password, { exact: true }).fill('not this one')
  await door.keyboard.press('Enter')
  await expect(door.getByText(en.error_bad_credentials)).toBeVisible()
  await door.getByLabel(en.password, { exact: true }).fill(password)
  await door.keyboard.press('Enter')
  await expect(screenOf(door).listRow(en.world)).toBeVisible()
  await door.goto(`${url}/settings`)
  await expect(door.getByText('bob@example.org')).toBeVisible()
  await sound(door)
  await door.getByRole('button', { name: en.unlinkOf.replace('{name}', 'Work') }).click()
  await door.getByRole('dialog').getByLabel(en.oldPassword, { exact: true }).fill(password)
  await door.keyboard.press('Enter')
  await expect(door.getByText('bob@example.org')).toBeHidden()
  await browsers.close()
  await stop()
})

test('a refusal is shown by its name, with the addresses that differ', async ({ browsers }) => {
  const { url, provider, stop } = await startBoth({ PARLEY_PUBLIC_URL: 'https://chat.example' })
  browsers.guard.allow(/status of 403/, ...providerPages)
  const path = `/auth/oidc/work?from=${encodeURIComponent(url)}`
  const door = await browsers.open(undefined, path, { url, context: devices.phone })
  await expect(door.getByText(en.providerRefusedTitle)).toBeVisible()
  await expect(door.getByText(url, { exact: true })).toBeVisible()
  await expect(door.getByText('https://chat.example/auth/oidc/work/callback')).toBeVisible()
  await sound(door)
  await provider[Symbol.asyncDispose]()
  await door.goto(`${url}/auth/oidc/work`)
  await expect(door.getByText(en.provider_unreachable.replace('{name}', 'work'))).toBeVisible()
  await browsers.close()
  await stop()
})
