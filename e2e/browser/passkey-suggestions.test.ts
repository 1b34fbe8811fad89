import { en } from './lib/catalogs'
import { password } from './lib/people'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

test('a passkey among the suggestions of the username signs in without a click', async ({ browsers, cast, server }) => {
  browsers.guard.allow(/status of 40[13]/)
  const [carol] = await cast('carol')
  const page = await browsers.open(carol, '/settings', { url: server.url.replace('127.0.0.1', 'localhost') })
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable', { enableUI: false })
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  await page.getByRole('button', { name: en.passkeyAdd }).click()
  await page.getByRole('dialog').getByLabel(en.oldPassword, { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-passkey]')).toHaveCount(1)
  await page.context().clearCookies()
  await page.evaluate(() => localStorage.removeItem('parley.signedIn'))
  // The virtual device picks the first suggestion by itself.
  await page.goto('/')
  await expect(screenOf(page).listRow(en.savedMessages)).toBeVisible()
})
