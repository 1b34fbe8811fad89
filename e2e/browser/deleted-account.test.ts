import type { Page } from '@playwright/test'
import { en, zh } from './lib/catalogs'
import { Person, password } from './lib/people'
import { screenOf } from './lib/screen'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const looks: readonly BrowserOptions[] = [
  { language: 'en', theme: 'light', context: devices.desktop },
  { language: 'zh', theme: 'dark', context: devices.smallPhone },
]
const wordsOf = ({ language }: BrowserOptions) => (language === 'zh' ? { ...en, ...zh } : en)
type Words = ReturnType<typeof wordsOf>

/** Closes the account on the settings page with the keyboard alone, after a wrong password. */
const closeAccount = async (page: Page, words: Words): Promise<void> => {
  await page.getByRole('button', { name: words.deleteAccount }).press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(words.deleteAccountErased)
  const field = dialog.getByLabel(words.oldPassword, { exact: true })
  await field.fill('a guess')
  await field.press('Enter')
  await expect(dialog).toContainText(words.oldPasswordWrong)
  await field.fill(password)
  await field.press('Enter')
  await expect(page.getByLabel(words.username)).toBeVisible()
}

const signIn = async (page: Page, words: Words, typed: string): Promise<void> => {
  await page.getByLabel(words.password, { exact: true }).fill(typed)
  await page.getByLabel(words.password, { exact: true }).press('Enter')
}

test('people delete their account and restore it, and others see that it is closed, in both languages and themes', async ({
  browsers,
  cast,
  server,
}) => {
  browsers.guard.allow(/status of 40[13]/)
  for (const look of looks) {
    const words = wordsOf(look)
    const [alice, bob] = await cast('alice', 'bob')
    const chatId = await alice.befriend(bob)
    const his = await browsers.open(bob, `/c/${chatId}`, look)
    await expect(screenOf(his).composer).toBeVisible()
    const hers = await browsers.open(await alice.again(), '/settings', look)
    await closeAccount(hers, words)
    await expect(his.getByTestId('composer-notice')).toHaveText(words.noticePeerClosed)

    await hers.getByLabel(words.username).fill(alice.username)
    await signIn(hers, words, 'a guess')
    await expect(hers.getByRole('alert')).toHaveText(words.error_bad_credentials)
    await signIn(hers, words, password)
    const restore = hers.getByRole('button', { name: words.restoreAccount })
    await expect(restore).toBeFocused()
    await restore.press('Enter')
    await expect(screenOf(hers).listRow(words.savedMessages)).toBeVisible()
    await expect(screenOf(his).composer).toBeVisible()
    await expect(his.getByTestId('composer-notice')).toBeHidden()
    await Person.signIn(server.url, { login: alice.username, password })
  }
})

test('an administrator closes an account, sees when it is erased, and restores it', async ({
  admin,
  browsers,
  cast,
  server,
}) => {
  const [bob] = await cast('bob')
  for (const look of looks) {
    const words = wordsOf(look)
    const page = await browsers.open(admin, '/admin', look)
    await page.getByLabel(words.adminSearch).fill(bob.username)
    const row = page.getByRole('listitem').filter({ has: page.getByText(new RegExp(`@${bob.username}\\b`)) })
    // The search replaces the rows, and would close the menu of a row.
    await expect(page.getByRole('listitem').filter({ hasText: `@${admin.username}` })).toHaveCount(0)
    const act = async (name: string) => {
      await row.getByRole('button', { name: words.personActions.replace('{name}', bob.name) }).press('Enter')
      await page.getByRole('menuitem', { name }).press('Enter')
    }
    await act(words.closePerson)
    await page.getByRole('alertdialog').getByRole('button', { name: words.closePerson }).press('Enter')
    await expect(row).toContainText(words.closedBadge)
    await expect(row).toContainText(words.erasedOn.split('{date}')[0] ?? '')
    await expect(Person.signIn(server.url, { login: bob.username, password })).rejects.toThrow()
    await act(words.restorePerson)
    await expect(row).not.toContainText(words.closedBadge)
    await Person.signIn(server.url, { login: bob.username, password })
  }
})
