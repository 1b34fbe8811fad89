import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
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

for (const look of looks) {
  test(`an authenticator app protects the sign-in, and recovery codes replace it (${look.language}, ${look.theme})`, async ({
    browsers,
    cast,
  }) => {
    browsers.guard.allow(/status of 40[13]/)
    const words = wordsOf(look.language)
    const [carol] = await cast('carol')
    const settings = await browsers.open(carol, '/settings', look)
    await settings.getByRole('button', { name: words.setUpTwoStep }).press('Enter')
    const dialog = settings.getByRole('dialog')
    await dialog.getByLabel(words.oldPassword, { exact: true }).fill('not this one')
    await settings.keyboard.press('Enter')
    await expect(dialog.getByText(words.oldPasswordWrong)).toBeVisible()
    await dialog.getByLabel(words.oldPassword, { exact: true }).fill(password)
    await settings.keyboard.press('Enter')
    await expect(dialog.getByRole('img', { name: words.totpQr })).toBeVisible()
    if (look.context === devices.desktop) await expect(dialog.getByLabel(words.appCode)).toBeFocused()
    await sound(settings)
    const secret = await dialog.getByLabel(words.totpSecret).inputValue()
    // The sixth digit submits.
    await dialog.getByLabel(words.appCode).pressSequentially(totpCode(secret, Date.now()))
    const codes = settings.getByRole('alertdialog')
    await expect(codes.getByRole('listitem')).toHaveCount(10)
    await sound(settings)
    const shown = await codes.getByRole('listitem').allTextContents()
    const [saved] = await Promise.all([
      settings.waitForEvent('download'),
      codes.getByRole('button', { name: words.downloadCodes }).press('Enter'),
    ])
    expect((await readFile(await saved.path(), 'utf8')).split('\n')).toEqual([...shown, ''])
    await codes.getByRole('button', { name: words.codesSaved }).press('Enter')
    await expect(codes).toBeHidden()
    const left = (count: number) =>
      settings.getByText(words.codesLeft.replace('{count}', String(count)).replace('{all}', '10'))
    await expect(left(10)).toBeVisible()

    const door = await browsers.open(undefined, '/', look)
    const enter = async () => {
      await door.getByLabel(words.loginName).fill(carol.username)
      await door.getByLabel(words.password, { exact: true }).fill(password)
      await door.keyboard.press('Enter')
      await expect(door.getByLabel(words.appCode)).toBeFocused()
    }
    await enter()
    await sound(door)
    await door.keyboard.type(totpCode(secret, Date.now()) === '000000' ? '111111' : '000000')
    await expect(door.getByText(words.error_second_factor_invalid)).toBeVisible()
    await door.getByRole('button', { name: words.back }).press('Enter')
    await expect(door.getByLabel(words.loginName)).toHaveValue(carol.username)
    await enter()
    await door.getByRole('button', { name: words.useRecoveryCode }).press('Enter')
    await expect(door.getByLabel(words.recoveryCode)).toBeFocused()
    await sound(door)
    await door.keyboard.type(shown[0]?.toLowerCase().replaceAll('-', ' ') ?? '')
    await door.keyboard.press('Enter')
    await expect(screenOf(door).listRow(words.savedMessages)).toBeVisible()
    await expect(left(9)).toBeVisible()

    await settings.getByRole('button', { name: words.turnOff }).press('Enter')
    await dialog.getByLabel(words.oldPassword, { exact: true }).fill(password)
    await dialog.getByLabel(words.anyCode).fill(shown[1] ?? '')
    await sound(settings)
    await settings.keyboard.press('Enter')
    await expect(settings.getByRole('button', { name: words.setUpTwoStep })).toBeVisible()
  })
}

test('a reset link stops at the second step until an administrator turns the factor off', async ({
  admin,
  browsers,
  cast,
}) => {
  browsers.guard.allow(/status of 40[13]/)
  const [bob] = await cast('bob')
  const { secret } = await bob.call('accounts.setUpTotp', { password })
  await bob.call('accounts.confirmTotp', { code: totpCode(secret, Date.now()) })
  const { code } = await admin.call('admin.resetPassword', { userId: bob.id })
  const his = await browsers.open(undefined, `/reset/${code}`)
  const save = async () => {
    await his.getByLabel(en.newPassword, { exact: true }).fill('seven paper boats ashore')
    await his.keyboard.press('Enter')
  }
  await save()
  await expect(his.getByLabel(en.appCode)).toBeFocused()
  await his.getByRole('button', { name: en.back }).click()

  const page = await browsers.open(admin, '/admin')
  await page.getByLabel(en.adminSearch).fill(bob.username)
  const row = page.getByRole('listitem').filter({ has: page.getByText(new RegExp(`@${bob.username}\\b`)) })
  await row.getByRole('button', { name: en.personActions.replace('{name}', bob.name) }).press('Enter')
  await page.getByRole('menuitem', { name: en.removeFactorAct }).press('Enter')
  const dialog = page.getByRole('alertdialog')
  await sound(page)
  await dialog.getByRole('button', { name: en.turnOff }).press('Enter')
  await expect(page.getByText(en.factorRemoved.replace('{name}', bob.name))).toBeVisible()
  await save()
  await expect(screenOf(his).listRow(en.savedMessages)).toBeVisible()
})
