import type { Page } from '@playwright/test'
import { en, zh } from './lib/catalogs'
import { Person, password } from './lib/people'
import { screenOf } from './lib/screen'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const newPassword = 'seven paper boats ashore'

type Words = Readonly<Record<'adminSearch' | 'personActions' | 'resetPersonAct' | 'createLink' | 'resetLink', string>>

/**
 * An administrator creates a reset link for a user with the keyboard, and returns it. Other users may have the same
 * name.
 */
const linkFor = async (page: Page, { username, name }: Person, words: Words) => {
  await page.getByLabel(words.adminSearch).fill(username)
  const row = page.getByRole('listitem').filter({ has: page.getByText(new RegExp(`@${username}\\b`)) })
  await row.getByRole('button', { name: words.personActions.replace('{name}', name) }).press('Enter')
  await page.getByRole('menuitem', { name: words.resetPersonAct }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: words.createLink }).press('Enter')
  const link = dialog.getByLabel(words.resetLink)
  await expect(link).toBeFocused()
  const url = await link.inputValue()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  return new URL(url).pathname
}

test('a forgotten password is reset with a link from an administrator, in both languages and themes', async ({
  admin,
  browsers,
  cast,
  server,
}) => {
  browsers.guard.allow(/status of 40[14]/)
  const [bob] = await cast('bob')
  const looks: readonly BrowserOptions[] = [
    { language: 'en', theme: 'light', context: devices.desktop },
    { language: 'zh', theme: 'dark', context: devices.smallPhone },
  ]
  for (const look of looks) {
    const words = look.language === 'zh' ? { ...en, ...zh } : en
    const page = await browsers.open(admin, '/admin', look)
    const path = await linkFor(page, bob, words)
    const his = await browsers.open(undefined, path, look)
    await expect(his.getByText(`@${bob.username}`)).toBeVisible()
    await his.getByLabel(words.newPassword, { exact: true }).fill('short')
    await his.getByLabel(words.newPassword, { exact: true }).press('Enter')
    await expect(his.getByLabel(words.newPassword, { exact: true })).toBeFocused()
    await his.getByLabel(words.newPassword, { exact: true }).fill(`${newPassword} ${look.language}`)
    await his.keyboard.press('Enter')
    await expect(screenOf(his).listRow(words.savedMessages)).toBeVisible()
    await his.goto(path)
    await expect(his.getByRole('heading', { name: words.resetBrokenTitle })).toBeVisible()
  }
  await expect(Person.signIn(server.url, { login: bob.username, password })).rejects.toThrow('Wrong username')
  await Person.signIn(server.url, { login: bob.username, password: `${newPassword} zh` })
})

test('a reset link works in a signed-in browser, and signs the other devices out', async ({
  admin,
  browsers,
  cast,
}) => {
  const [bob] = await cast('bob')
  const { code } = await admin.call('admin.resetPassword', { userId: bob.id })
  const phone = await browsers.open(await bob.again(), '/', { context: devices.phone })
  await expect(screenOf(phone).listRow(en.savedMessages)).toBeVisible()
  const page = await browsers.open(bob, `/reset/${code}`)
  await page.getByLabel(en.newPassword, { exact: true }).fill(newPassword)
  await page.getByRole('button', { name: en.resetSave }).click()
  await expect(screenOf(page).listRow(en.savedMessages)).toBeVisible()
  await expect(phone.getByRole('alertdialog')).toBeVisible()
})
