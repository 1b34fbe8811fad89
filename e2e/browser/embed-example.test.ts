import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { freePort } from '../../packages/server/src/testing/free-port'
import { serverMain } from '../../packages/server/src/testing/server-main'
import { startParley } from './lib/parley-server'
import { type Browsers, expect, test } from './lib/test'

const inExample = (file: string) => fileURLToPath(new URL(`../../examples/embed/${file}`, import.meta.url))
const bun = fileURLToPath(new URL('../../node_modules/bun/bin/bun.exe', import.meta.url))

/** The languages of the shop's server, with the program that runs each. */
const languages = [
  { program: 'node', file: 'shop.mjs' },
  { program: 'python3', file: 'shop.py' },
] as const

/** The token that the command line of the server prints. */
const createToken = (dataDir: string): string => {
  const words = ['tokens', 'create', '--name', 'Shop', '--scopes', 'users,sessions,groups,messages', '--days', '1']
  const env = { ...process.env, PARLEY_DATA_DIR: dataDir }
  const printed = execFileSync(bun, [serverMain, ...words], { cwd: dataDir, env, encoding: 'utf8' })
  const token = /^ +(\S{20,})$/m.exec(printed)?.[1]
  if (!token) throw new Error(`There is no token in: ${printed}`)
  return token
}

const untilPrinted = async (child: ChildProcess, text: string): Promise<void> => {
  let printed = ''
  for await (const chunk of child.stdout ?? []) {
    printed += String(chunk)
    if (printed.includes(text)) return
  }
  throw new Error(`The shop ended: ${printed}`)
}

const startBoth = async ({ program, file }: (typeof languages)[number]) => {
  const port = await freePort()
  const shopUrl = `http://127.0.0.1:${port}`
  let dataDir = ''
  const settings = { PARLEY_ALLOWED_ORIGINS: shopUrl, PARLEY_DIRECT_CHATS: 'everyone', PARLEY_REGISTRATION: 'closed' }
  const server = await startParley({ ...settings, PARLEY_LOG_LEVEL: 'warn' }, (directory) => {
    dataDir = directory
  })
  const shop = { PARLEY_URL: server.url, PARLEY_TOKEN: createToken(dataDir), PORT: `${port}` }
  const child = spawn(program, [inExample(file)], { env: { ...process.env, ...shop } })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  // The end of the line too: a pipe that closes before it ends Python, which writes without a buffer in some environments.
  await untilPrinted(child, `${shopUrl}\n`)
  const stop = async () => {
    process.off('exit', kill)
    const over = child.exitCode === null ? once(child, 'exit') : undefined
    kill()
    await over
    await server.stop()
  }
  return { server, shopUrl, [Symbol.asyncDispose]: stop }
}

const signedIn = async (
  browsers: Browsers,
  shopUrl: string,
  who: { name: string; password: string },
): Promise<Page> => {
  const page = await browsers.open(undefined, '/', { url: shopUrl })
  await page.getByLabel('Name').fill(who.name)
  await page.getByLabel('Password').fill(who.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  return page
}

const chatIn = (page: Page) => page.frameLocator('iframe')

const isHere = ({ program }: (typeof languages)[number]) => spawnSync(program, ['--version']).status === 0
for (const { program, file } of languages.filter((language) => !isHere(language)))
  console.log(`1 test skipped: the example ${file} needs ${program}.`)

for (const language of languages.filter(isHere))
  test(`customers of the example's shop chat with it in a frame, with a server in ${language.file}`, async ({
    browsers,
  }) => {
    await using both = await startBoth(language)
    const { server, shopUrl } = both
    browsers.guard.allow(new RegExp(`^third party: ${server.url}`), /status of 40[13].*\/(chat|chat-token|sign-in)\)$/)
    const wrong = await signedIn(browsers, shopUrl, { name: 'anna', password: 'pear' })
    await expect(wrong.getByText('The name or the password is wrong.')).toBeVisible()
    const anna = await signedIn(browsers, shopUrl, { name: 'anna', password: 'apple' })
    await expect(chatIn(anna).getByTestId('chat-title')).toHaveText('Sam from the shop')
    await expect(chatIn(anna).locator('article')).toHaveCount(1)
    await expect(chatIn(anna).locator('article')).toContainText('Hello! How can I help you?')
    await chatIn(anna).getByTestId('composer').fill('Are the pears fresh?')
    await chatIn(anna).getByTestId('composer').press('Enter')
    const sam = await signedIn(browsers, shopUrl, { name: 'sam', password: 'strawberry' })
    await expect(chatIn(sam).locator('article').filter({ hasText: 'Are the pears fresh?' })).toBeVisible()
    await chatIn(sam).getByTestId('composer').fill('As of this morning')
    await chatIn(sam).getByTestId('composer').press('Enter')
    await expect(chatIn(anna).locator('article').filter({ hasText: 'As of this morning' })).toBeVisible()
    // The greeting is sent once, however often the page is loaded.
    await anna.reload()
    await expect(chatIn(anna).locator('article')).toHaveCount(3)
    await anna.getByRole('button', { name: 'Sign out' }).click()
    await expect(anna.getByRole('button', { name: 'Sign in' })).toBeVisible()
    await expect(anna.locator('iframe')).toHaveCount(0)
    await expect(anna.getByText('Hello Anna')).toHaveCount(0)
    await browsers.close()
  })
