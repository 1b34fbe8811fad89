import { createServer } from 'node:http'
import { freePort } from '../../packages/server/src/testing/free-port'
import { signedJwt, testExchange } from '../../packages/server/src/testing/signed-jwt'
import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { startParley } from './lib/parley-server'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

/** A server whose people sign in at a shop, which sends each of them back as Anna. */
const startBoth = async () => {
  const port = await freePort()
  const server = await startParley({
    PARLEY_REGISTRATION: 'external',
    PARLEY_SIGN_IN_URL: `http://127.0.0.1:${port}/sign-in`,
    PARLEY_JWT_ISSUER: testExchange.issuer,
    PARLEY_JWT_AUDIENCE: testExchange.audience,
    PARLEY_JWT_SECRET: testExchange.key.secret,
  })
  const token = (sub: string, name: string) => signedJwt({ sub, name }, Date.now())
  const shop = createServer(async (_request, response) => {
    response.writeHead(302, { location: `${server.url}/#jwt=${await token('shop-1', 'Anna')}` }).end()
  })
  await new Promise<void>((resolve) => shop.listen(port, '127.0.0.1', resolve))
  const stop = async () => {
    shop.close()
    await server.stop()
  }
  return { token, url: server.url, shopUrl: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, stop }
}

test('with external registration, people sign in at the other site and come back signed in', async ({ browsers }) => {
  const both = await startBoth()
  browsers.guard.allow(new RegExp(`^third party: ${both.shopUrl}`))
  const page = await browsers.open(undefined, '/', { url: both.url })
  await expect(page.getByLabel(en.password)).toHaveCount(0)
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: en.signInElsewhere.replace('{host}', both.host) }).click()
  await expect(screenOf(page).listRow(en.savedMessages)).toBeVisible()
  expect(page.url()).not.toContain('jwt')
  await page.context().close()
  await both.stop()
})

test('a person of another site confirms there before the account closes', async ({ browsers }) => {
  const both = await startBoth()
  browsers.guard.allow(new RegExp(`^third party: ${both.shopUrl}`))
  const page = await browsers.open(undefined, '/', { url: both.url, context: devices.phone })
  await page.getByRole('button', { name: en.signInElsewhere.replace('{host}', both.host) }).click()
  await expect(screenOf(page).listRow(en.savedMessages)).toBeVisible()
  await page.goto(`${both.url}/settings`)
  await page.getByRole('button', { name: en.deleteAccount }).click()
  await page.getByRole('button', { name: en.confirmWith.replace('{name}', both.host) }).click()
  await expect(page.getByText(en.confirmed)).toBeVisible()
  expect(page.url()).not.toContain('jwt')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: en.deleteAccount }).click()
  await expect(page.getByRole('button', { name: en.signInElsewhere.replace('{host}', both.host) })).toBeVisible()
  await page.context().close()
  await both.stop()
})

test('a token that comes by a link signs in only after a question, which names the person', async ({ browsers }) => {
  const both = await startBoth()
  const words = { ...en, ...zh }
  const options = { url: both.url, context: devices.smallPhone, language: 'zh', theme: 'dark' } as const
  const page = await browsers.open(undefined, `/#jwt=${await both.token('shop-2', 'Mallory')}`, options)
  await expect(page.getByText(words.signInByLink.replace('{name}', 'Mallory'))).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  expect(page.url()).not.toContain('jwt')
  // A way to the other site that began long ago gives no consent either.
  await page.evaluate(() => sessionStorage.setItem('parley.elsewhere', `${Date.now() - 11 * 60_000}`))
  await page.goto(`${both.url}/?again#jwt=${await both.token('shop-2', 'Mallory')}`)
  await expect(page.getByText(words.signInByLink.replace('{name}', 'Mallory'))).toBeVisible()
  await page.getByRole('button', { name: words.continueSignIn, exact: true }).click()
  await expect(screenOf(page).listRow(words.savedMessages)).toBeVisible()
  await page.context().close()
  await both.stop()
})
