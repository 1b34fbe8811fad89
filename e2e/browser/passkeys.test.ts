import type { CDPSession, Page } from '@playwright/test'
import { totpCode } from '../../packages/server/src/testing/second-factor'
import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { password } from './lib/people'
import { screenOf } from './lib/screen'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const looks: readonly (BrowserOptions & { readonly language: 'en' | 'zh' })[] = [
  { language: 'en', theme: 'light', context: devices.desktop },
  { language: 'zh', theme: 'dark', context: devices.smallPhone },
]
const wordsOf = (language: 'en' | 'zh') => (language === 'zh' ? { ...en, ...zh } : en)

/** Looks for findings once nothing moves, because a dialog that fades in has less contrast. */
const sound = async (page: Page) => {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  expect(await seriousFindings(page)).toEqual([])
}

/** Browsers have passkeys at a name, not at an address. */
const atName = (url: string) => url.replace('127.0.0.1', 'localhost')

/** A device of the browser that makes and uses passkeys without anyone touching it. */
class Device {
  private constructor(
    private readonly cdp: CDPSession,
    private readonly authenticatorId: string,
  ) {}

  static async of(page: Page): Promise<Device> {
    await page.addInitScript(noteSuggestions)
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('WebAuthn.enable', { enableUI: false })
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      },
    })
    return new Device(cdp, authenticatorId)
  }

  /** Whether the person shows a finger that the device knows. */
  async verify(isUserVerified: boolean): Promise<void> {
    await this.cdp.send('WebAuthn.setUserVerified', { authenticatorId: this.authenticatorId, isUserVerified })
  }

  /** Whether someone touches the device as soon as it asks. */
  async touch(enabled: boolean): Promise<void> {
    await this.cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.authenticatorId, enabled })
  }
}

/** Notes when the page offers passkeys as suggestions. */
const noteSuggestions = () => {
  const { credentials } = navigator
  const get = credentials.get.bind(credentials)
  credentials.get = (options) => {
    const request = get(options)
    if (options?.mediation === 'conditional') Object.assign(globalThis, { suggestsPasskeys: true })
    return request
  }
}

/** Forgets the session and opens the sign-in page. A device without a touch doesn't pick the page's suggestions, later either. */
const signOut = async (page: Page) => {
  await page.context().clearCookies()
  await page.evaluate(() => localStorage.removeItem('parley.signedIn'))
  await page.goto('/')
  await page.waitForFunction(() => 'suggestsPasskeys' in globalThis)
}

const addByPassword = async (page: Page) => {
  await page.getByRole('button', { name: en.passkeyAdd }).click()
  await page.getByRole('dialog').getByLabel(en.oldPassword, { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-passkey]')).toHaveCount(1)
}

for (const look of looks) {
  test(`a passkey signs in without typing, is renamed, and is refused once it is removed (${look.language}, ${look.theme})`, async ({
    browsers,
    cast,
    server,
  }) => {
    browsers.guard.allow(/status of 40[13]/)
    const words = wordsOf(look.language)
    const [carol] = await cast('carol')
    const options = { ...look, url: atName(server.url) }
    const page = await browsers.open(carol, '/settings', options)
    const device = await Device.of(page)
    const rows = page.locator('[data-passkey]')
    const dialog = page.getByRole('dialog')
    const fill = async (text: string) => {
      await dialog.getByLabel(words.oldPassword, { exact: true }).fill(text)
      await page.keyboard.press('Enter')
    }
    await page.getByRole('button', { name: words.passkeyAdd }).press('Enter')
    await fill('not this one')
    await expect(dialog.getByText(words.oldPasswordWrong)).toBeVisible()
    await sound(page)
    // The device doesn't know the finger.
    await device.verify(false)
    await fill(password)
    await expect(dialog.getByRole('alert')).toBeVisible()
    await sound(page)
    await device.verify(true)
    await dialog.getByRole('button', { name: words.passkeyCreate }).press('Enter')
    await expect(rows).toHaveCount(1)
    await expect(rows.getByText(words.passkeyUnused)).toBeVisible()
    await expect(page.getByText(words.passkeyAdded, { exact: true })).toBeHidden()
    await sound(page)

    // The same device makes no second one.
    await page.getByRole('button', { name: words.passkeyAdd }).press('Enter')
    await fill(password)
    await expect(dialog.getByText(words.passkeyExists)).toBeVisible()
    await dialog.getByRole('button', { name: words.cancel }).press('Enter')

    await rows.getByRole('button').first().press('Enter')
    await dialog.getByLabel(words.passkeyName).fill('Blue key')
    await page.keyboard.press('Enter')
    await expect(rows.getByText('Blue key')).toBeVisible()

    await device.touch(false)
    await signOut(page)
    await expect(page.getByRole('button', { name: words.signInWithPasskey })).toBeVisible()
    await sound(page)
    await device.touch(true)
    await page.getByRole('button', { name: words.signInWithPasskey }).press('Enter')
    await expect(screenOf(page).listRow(words.savedMessages)).toBeVisible()

    await page.goto('/settings')
    await expect(rows.getByText(words.passkeyUnused)).toBeHidden()
    await rows.getByRole('button').last().press('Enter')
    await sound(page)
    await dialog.getByRole('button', { name: words.passkeyProveBy }).press('Enter')
    await expect(rows).toHaveCount(0)
    await device.touch(false)
    await signOut(page)
    await device.touch(true)
    await page.getByRole('button', { name: words.signInWithPasskey }).press('Enter')
    await expect(page.getByRole('alert')).toContainText(words.error_passkey_invalid)
    await sound(page)
  })
}

test('a passkey goes past the second factor, and a new passkey takes a code of it', async ({
  browsers,
  cast,
  server,
}) => {
  browsers.guard.allow(/status of 40[13]/)
  const [bob] = await cast('bob')
  const { secret } = await bob.call('accounts.setUpTotp', { password })
  const { recoveryCodes } = await bob.call('accounts.confirmTotp', { code: totpCode(secret, Date.now()) })
  const page = await browsers.open(bob, '/settings', { url: atName(server.url) })
  const device = await Device.of(page)
  await page.getByRole('button', { name: en.passkeyAdd }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(en.oldPassword, { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(en.fieldMissing)).toBeVisible()
  await dialog.getByLabel(en.anyCode).fill(recoveryCodes[0] ?? '')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-passkey]')).toHaveCount(1)
  await device.touch(false)
  await signOut(page)
  await device.touch(true)
  await page.getByRole('button', { name: en.signInWithPasskey }).click()
  await expect(screenOf(page).listRow(en.savedMessages)).toBeVisible()
})

test('a passkey opens a closed account again, after a question', async ({ browsers, cast, server }) => {
  browsers.guard.allow(/status of 40[13]/)
  const [carol] = await cast('carol')
  const page = await browsers.open(carol, '/settings', { url: atName(server.url) })
  const device = await Device.of(page)
  await addByPassword(page)
  await device.touch(false)
  await carol.call('accounts.close', { password })
  await signOut(page)
  await device.touch(true)
  await page.getByRole('button', { name: en.signInWithPasskey }).click()
  const restore = page.getByRole('button', { name: en.restoreAccount })
  await expect(restore).toBeVisible()
  await sound(page)
  await restore.press('Enter')
  await expect(screenOf(page).listRow(en.savedMessages)).toBeVisible()
})

test('passkeys of another host are marked, and a page without https or a name says why it has none', async ({
  admin,
  browsers,
  cast,
  server,
}) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice, '/settings', { url: atName(server.url) })
  await Device.of(page)
  await addByPassword(page)
  const other = await browsers.open(alice, '/settings', { url: server.url.replace('127.0.0.1', 'chat.localhost') })
  const mark = en.passkeyElsewhere.replace('{host}', 'localhost')
  await expect(other.locator('[data-passkey]').getByText(mark)).toBeVisible()
  await expect(other.getByRole('button', { name: en.passkeyAdd })).toBeVisible()
  const plain = await browsers.open(alice, '/settings')
  await expect(plain.locator('[data-passkey]').getByText(mark)).toBeVisible()
  await expect(plain.getByText(en.error_passkeys_unavailable)).toBeVisible()
  await expect(plain.getByRole('button', { name: en.passkeyAdd })).toBeHidden()
  await sound(plain)
  const door = await browsers.open(undefined, '/')
  await expect(door.getByRole('button', { name: en.signIn })).toBeVisible()
  await expect(door.getByRole('button', { name: en.signInWithPasskey })).toBeHidden()

  const administration = await browsers.open(admin, '/admin')
  await expect(administration.getByText(en.passkeysStopped)).toBeVisible()
  await administration.getByLabel(en.adminSearch).fill(alice.username)
  const row = administration
    .getByRole('listitem')
    .filter({ has: administration.getByText(new RegExp(`@${alice.username}\\b`)) })
  await row.getByRole('button', { name: en.personActions.replace('{name}', alice.name) }).press('Enter')
  await administration.getByRole('menuitem', { name: en.removePasskeysAct }).press('Enter')
  await sound(administration)
  await administration.getByRole('alertdialog').getByRole('button', { name: en.removePasskeys }).press('Enter')
  await expect(administration.getByText(en.passkeysRemoved.replace('{name}', alice.name))).toBeVisible()
  await expect(page.locator('[data-passkey]')).toHaveCount(0)
})
