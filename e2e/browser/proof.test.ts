import { solveChallenge, withProof } from '@parley/sdk/challenge'
import { callHttp } from '@parley/sdk/http'
import { en } from './lib/catalogs'
import { password } from './lib/people'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

test.use({
  settings: { PARLEY_RATE_LIMITS: 'on', PARLEY_LOG_LEVEL: 'warn', PARLEY_DIRECT_CHATS: 'everyone' },
})

/** Seven more failures, each with a proof. From the tenth on, the page needs a harder one. */
const failSevenTimes = async (url: string) => {
  const params = { login: 'ada', password: 'not this one either' }
  for (let failures = 0; failures < 7; failures++)
    await withProof(
      (proof) => callHttp(url, 'accounts.login', { ...params, ...proof }),
      async () => solveChallenge(await callHttp(url, 'accounts.challenge', { login: 'ada' })),
    ).catch(() => {})
  const { parameters } = await callHttp(url, 'accounts.challenge', { login: 'ada' })
  expect(parameters.cost).toBeGreaterThan(50)
}

test('a proof of work runs while you type, also over plain HTTP, and gets harder after failed sign-ins', async ({
  browsers,
  server,
}) => {
  browsers.guard.allow(/status of 40[13]/)
  const url = `http://parley.test:${server.port}`
  const page = await browsers.open(undefined, '/register', { url })
  expect(await page.evaluate(() => 'subtle' in crypto), 'WebCrypto').toBe(false)
  const proof = page.getByTestId('proof')
  await expect(proof).toHaveText(en.proofReady)
  await page.getByLabel(en.displayName, { exact: true }).fill('Ada')
  await page.getByLabel(en.username).fill('ada')
  await page.getByLabel(en.password, { exact: true }).fill(password)
  await page.getByRole('button', { name: en.register }).click()
  await expect(screenOf(page).listRow(en.savedMessages)).toBeVisible()

  const other = await browsers.open(undefined, '/', { url })
  const signIn = async (typed: string) => {
    await other.getByLabel(en.username).fill('ada')
    await other.getByLabel(en.password, { exact: true }).fill(typed)
    await other.getByRole('button', { name: en.signIn }).click()
  }
  for (let failures = 0; failures < 3; failures++) {
    await signIn(`not the one ${failures}`)
    await expect(other.getByRole('alert')).toContainText(en.error_bad_credentials)
    await other.getByLabel(en.password, { exact: true }).fill('')
    await expect(other.getByRole('alert')).toBeHidden()
  }
  await expect(other.getByTestId('proof')).toBeHidden()
  await failSevenTimes(server.url)
  await signIn(password)
  await expect(screenOf(other).listRow(en.savedMessages)).toBeVisible({ timeout: 110_000 })
})
