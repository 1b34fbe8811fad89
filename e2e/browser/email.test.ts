import type { Page } from '@playwright/test'
import { decodedMail } from '../../packages/server/src/testing/decoded-mail'
import { mailedCode } from '../../packages/server/src/testing/mailed-code'
import { TestSmtp } from '../../packages/server/src/testing/smtp-server'
import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { layersGone } from './lib/layers'
import { startParley } from './lib/parley-server'
import { Person, password } from './lib/people'
import { screenOf } from './lib/screen'
import { type BrowserOptions, test as base, devices, expect } from './lib/test'

/** The server sends its mails to a real mail server of the test. */
const test = base.extend<object, { smtp: TestSmtp }>({
  smtp: [
    async ({ browserName: _ }, use) => {
      await using smtp = await TestSmtp.start({
        tls: 'off',
        refuse: { what: 'recipient', code: 550, only: /^refused/ },
      })
      await use(smtp)
    },
    { scope: 'worker' },
  ],
  settings: [
    async ({ smtp }, use) =>
      use({
        PARLEY_RATE_LIMITS: 'off',
        PARLEY_LOG_LEVEL: 'warn',
        PARLEY_DIRECT_CHATS: 'everyone',
        PARLEY_SMTP_URL: `smtp://localhost:${smtp.port}`,
        PARLEY_MAIL_FROM: 'Lakeside <chat@lake.example>',
      }),
    { scope: 'worker' },
  ],
})

const looks: readonly (BrowserOptions & { readonly language: 'en' | 'zh' })[] = [
  { language: 'en', theme: 'light', context: devices.desktop },
  { language: 'zh', theme: 'dark', context: devices.smallPhone },
]
const wordsOf = (language: 'en' | 'zh') => (language === 'zh' ? { ...en, ...zh } : en)

/** The newest code that reached an address, once there are this many mails to it. */
const codeFor = async (smtp: TestSmtp, address: string, count: number): Promise<string> => {
  const mails = () => smtp.mails.filter(({ to }) => to.includes(address))
  await expect.poll(() => mails().length).toBe(count)
  return mailedCode(decodedMail(mails().at(-1)?.raw ?? '')) ?? 'none'
}

const sound = async (page: Page) => expect(await seriousFindings(page)).toEqual([])

for (const look of looks) {
  test(`an address is added with a code, signs in and gets a new password (${look.language}, ${look.theme})`, async ({
    browsers,
    cast,
    smtp,
  }) => {
    browsers.guard.allow(/status of 40[13]/)
    const words = wordsOf(look.language)
    const [carol] = await cast('carol')
    const address = `carol.${look.language}@lake.example`
    const page = await browsers.open(carol, '/settings', look)
    await page.getByRole('button', { name: words.emailAdd }).press('Enter')
    const dialog = page.getByRole('dialog', { name: words.emailDialogTitle })
    await dialog.getByLabel(words.emailAddress).fill('carol')
    await dialog.getByLabel(words.emailAddress).press('Enter')
    await expect(dialog.getByText(words.emailWrong)).toBeVisible()
    await dialog.getByLabel(words.emailAddress).fill(address)
    await dialog.getByLabel(words.oldPassword, { exact: true }).fill('not this one')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText(words.oldPasswordWrong)).toBeVisible()
    await dialog.getByLabel(words.oldPassword, { exact: true }).fill(password)
    await sound(page)
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    const code = await codeFor(smtp, address, 1)
    // The pending address and its field survive a reload.
    await layersGone(page)
    await page.reload()
    const field = page.getByLabel(words.mailCode)
    await expect(field).toHaveAttribute('autocomplete', 'one-time-code')
    await sound(page)
    await field.fill(code === '00000000' ? '00000001' : '00000000')
    await field.press('Enter')
    await expect(page.getByText(words.error_code_invalid)).toBeVisible()
    await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`)
    await expect(field).toHaveValue(code)
    await field.press('Enter')
    await expect(page.getByTestId('own-email')).toHaveText(address)
    await expect(field).toHaveCount(0)

    const lost = await browsers.open(undefined, '/', look)
    await lost.getByRole('link', { name: words.forgotPassword }).click()
    await lost.getByLabel(words.loginName).fill(address)
    await sound(lost)
    await lost.keyboard.press('Enter')
    const recovery = await codeFor(smtp, address, 2)
    await lost.getByLabel(words.mailCode).fill(recovery)
    await lost.reload()
    await lost.getByLabel(words.mailCode).fill(recovery)
    await lost.getByLabel(words.newPassword, { exact: true }).fill(`seven paper boats ${look.language}`)
    await sound(lost)
    await lost.keyboard.press('Enter')
    await expect(screenOf(lost).listRow(words.savedMessages)).toBeVisible()
    await expect(page.getByRole('alertdialog')).toBeVisible()

    const again = await browsers.open(undefined, '/', look)
    await again.getByLabel(words.loginName).fill(address.toUpperCase())
    await again.getByLabel(words.password, { exact: true }).fill(`seven paper boats ${look.language}`)
    await again.keyboard.press('Enter')
    await expect(screenOf(again).listRow(words.savedMessages)).toBeVisible()
  })
}

test('an address is replaced and removed, gets a mail about both, and other devices show it at once', async ({
  browsers,
  cast,
  smtp,
}) => {
  const [dave] = await cast('dave')
  const page = await browsers.open(dave, '/settings', { context: devices.phone })
  const bind = async (button: string, address: string) => {
    await page.getByRole('button', { name: button }).click()
    await page.getByRole('dialog').getByLabel(en.emailAddress).fill(address)
    await page.getByRole('dialog').getByLabel(en.oldPassword, { exact: true }).fill(password)
    await page.getByRole('dialog').getByRole('button', { name: en.sendCode }).click()
    await page.getByLabel(en.mailCode).fill(await codeFor(smtp, address, 1))
    await page.getByRole('button', { name: en.emailConfirm }).click()
    await expect(page.getByTestId('own-email')).toHaveText(address)
  }
  const second = await browsers.open(await dave.again(), '/settings')
  await bind(en.emailAdd, 'dave@lake.example')
  await expect(second.getByTestId('own-email')).toHaveText('dave@lake.example')
  await bind(en.emailChange, 'dave@hill.example')
  await expect(second.getByTestId('own-email')).toHaveText('dave@hill.example')
  await page.getByRole('button', { name: en.emailRemove }).click()
  await page.getByRole('dialog').getByLabel(en.oldPassword, { exact: true }).fill(password)
  await page.getByRole('dialog').getByRole('button', { name: en.emailRemove }).click()
  for (const device of [page, second]) await expect(device.getByRole('button', { name: en.emailAdd })).toBeVisible()
  const subjects = () => smtp.mails.map(({ to, raw }) => `${to} ${/^Subject: .*$/m.exec(decodedMail(raw))}`).join('\n')
  await expect.poll(subjects).toContain('dave@lake.example Subject: Your address on Parley was replaced')
  await expect.poll(subjects).toContain('dave@hill.example Subject: Your address on Parley was removed')
})

test('an administrator sends a test mail, and reads the dialogue and what is wrong', async ({
  admin,
  browsers,
  smtp,
}) => {
  for (const look of looks) {
    const words = wordsOf(look.language)
    const page = await browsers.open(admin, '/admin', look)
    await expect(page.getByText(`localhost:${smtp.port}`)).toBeVisible()
    const outcome = page.getByTestId('mail-outcome')
    await page.getByLabel(words.mailTestTo).fill('grace@lake.example')
    await page.getByLabel(words.mailTestTo).press('Enter')
    await expect(outcome).toContainText(words.mailTaken)
    await expect(outcome).toContainText('> RCPT TO:<grace@lake.example>')
    await page.getByLabel(words.mailTestTo).fill('refused@lake.example')
    await page.getByLabel(words.mailTestTo).press('Enter')
    await expect(outcome).toContainText(words.mail_recipient_refused)
    await expect(outcome).toContainText('< 550')
    await sound(page)
  }
})

test('without a mail server, the pages say that an administrator can help', async ({ browsers }) => {
  const server = await startParley({ PARLEY_LOG_LEVEL: 'warn' })
  try {
    const carol = await Person.register(server.url, { username: 'carol', name: 'Carol' })
    for (const look of looks) {
      const words = wordsOf(look.language)
      const lost = await browsers.open(undefined, '/forgot', { ...look, url: server.url })
      await expect(lost.getByText(words.forgotNoMail)).toBeVisible()
      await sound(lost)
      const page = await browsers.open(carol, '/settings', { ...look, url: server.url })
      await expect(page.getByText(words.noMail)).toBeVisible()
    }
    await browsers.close()
  } finally {
    await server.stop()
  }
})
