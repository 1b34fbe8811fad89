import type { Page } from '@playwright/test'
import { en } from './lib/catalogs'
import type { Deployment } from './lib/deployment'
import { screenOf } from './lib/screen'
import { type BrowserOptions, type Browsers, expect, test } from './lib/test'

/** Console errors for a lost connection, and for a file that the server no longer has. */
const breaks = [/WebSocket connection to/, /Failed to load resource/, /Failed to fetch/, /An unknown error occurred/]

const buildOf = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name=build]')?.content)
const kept = (page: Page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null)
const mark = (page: Page) => page.evaluate(() => Object.assign(globalThis, { sameLife: true }))
const isMarked = (page: Page) => page.evaluate(() => 'sameLife' in globalThis)
const hide = (page: Page) =>
  page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
const notice = (page: Page) => page.getByText(en.updateReady)
const update = (page: Page) => page.getByRole('button', { name: en.updateNow })

const opened = async (
  browsers: Browsers,
  deployment: Deployment,
  ...[person, path, options]: [Parameters<Browsers['open']>[0], string, BrowserOptions?]
) => {
  browsers.guard.allow(...breaks)
  const page = await (await browsers.context(person, { url: deployment.url, ...options })).newPage()
  const looked = page.waitForResponse('**/build.json')
  await page.goto(path)
  await expect(screenOf(page).composer).toBeVisible()
  await looked
  return page
}

test('D30 a new build is announced in every tab, and each tab loads it when its button is pressed', async ({
  browsers,
  cast,
  deployment,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const page = await opened(browsers, deployment, alice, `/c/${chatId}`, { offlineStart: true })
  await kept(page)
  const second = await page.context().newPage()
  await second.goto(`/c/${chatId}`)
  await expect(screenOf(second).composer).toBeVisible()
  for (const tab of [page, second]) await mark(tab)
  deployment.deploy(2)
  for (const tab of [page, second]) await expect(notice(tab)).toBeVisible()
  // The server no longer has any file of the first build.
  await page.getByRole('link', { name: en.peoplePlace }).click()
  await expect(page.getByRole('searchbox', { name: en.searchPeople })).toBeVisible()
  expect([await isMarked(page), await isMarked(second)]).toEqual([true, true])

  await update(page).click()
  await page.waitForFunction(() => !('sameLife' in globalThis))
  expect(await buildOf(page)).toBe(deployment.nameOf(2))
  await expect(notice(second)).toBeVisible()
  expect([await isMarked(second), await buildOf(second)]).toEqual([true, deployment.nameOf(1)])
  await expect(page.getByRole('searchbox', { name: en.searchPeople })).toBeVisible()
  await expect(notice(page)).toHaveCount(0)
})

test('D30 a dismissed notice stays away, and a reload loads the new build', async ({ browsers, cast, deployment }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const page = await opened(browsers, deployment, alice, `/c/${await alice.direct(bob)}`, { offlineStart: true })
  await kept(page)
  deployment.deploy(2)
  await expect(notice(page)).toBeVisible()
  await page.getByRole('button', { name: en.dismiss }).click()
  await expect(notice(page)).toHaveCount(0)
  await page.reload()
  await expect(screenOf(page).composer).toBeVisible()
  expect(await buildOf(page)).toBe(deployment.nameOf(2))
})

test('D30 a new build is announced although the service worker failed to store it at first', async ({
  browsers,
  cast,
  deployment,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  browsers.guard.allow(...breaks)
  const page = await (await browsers.context(alice, { url: deployment.url, offlineStart: true })).newPage()
  await page.clock.install()
  await page.goto(`/c/${await alice.direct(bob)}`)
  await kept(page)
  deployment.deploy(2, { refusing: 1 })
  await expect.poll(() => deployment.leftToRefuse).toBe(0)
  const isStoring = () => page.evaluate(async () => (await navigator.serviceWorker.ready).installing !== null)
  await expect.poll(isStoring).toBe(false)
  await page.clock.fastForward(10_000)
  await expect(notice(page)).toBeVisible()
})

test('D30 without a service worker a new build is announced too, and missing code shows a message', async ({
  browsers,
  cast,
  deployment,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const page = await opened(browsers, deployment, alice, `/c/${await alice.direct(bob)}`)
  deployment.deploy(2)
  await expect(notice(page)).toBeVisible()
  await page.getByRole('link', { name: en.peoplePlace }).click()
  const words = page.getByTestId('not-coming')
  await expect(words).toContainText(en.partOutdated)
  await words.getByRole('button', { name: en.reload }).click()
  await expect(page.getByRole('searchbox', { name: en.searchPeople })).toBeVisible()
  expect(await buildOf(page)).toBe(deployment.nameOf(2))
})

test('the reload button of a missing part requires confirmation while a message is being edited', async ({
  browsers,
  cast,
  deployment,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await alice.send(chatId, 'a word')
  const page = await opened(browsers, deployment, alice, `/c/${chatId}`)
  const { composer } = screenOf(page)
  await composer.press('ArrowUp')
  await expect(composer).toHaveValue('a word')
  deployment.deploy(2)
  await expect(notice(page)).toBeVisible()
  await mark(page)
  await page.getByRole('link', { name: en.peoplePlace }).click()
  await page.getByTestId('not-coming').getByRole('button', { name: en.reload }).click()
  await expect(page.getByText(en.updateDiscards)).toBeVisible()
  expect(await isMarked(page)).toBe(true)
})

test('D30 a background page loads a new build by itself, unless it has a draft', async ({
  browsers,
  cast,
  deployment,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  browsers.guard.allow(...breaks)
  const context = await browsers.context(alice, { url: deployment.url })
  const page = await context.newPage()
  await page.clock.install()
  const looked = page.waitForResponse('**/build.json')
  await page.goto(`/c/${await alice.direct(bob)}`)
  await looked
  const { composer } = screenOf(page)
  await composer.fill('not sent yet')
  deployment.deploy(2)
  await expect(notice(page)).toBeVisible()
  await mark(page)
  await hide(page)
  for (let minute = 0; minute < 5; minute++) await page.clock.runFor(60_000)
  expect(await isMarked(page)).toBe(true)
  await composer.fill('')
  await page.clock.runFor(60_000)
  await page.waitForFunction(() => !('sameLife' in globalThis))
  expect(await buildOf(page)).toBe(deployment.nameOf(2))
})

test('D30 an edit, even an empty one, keeps a page from updating by itself, and the button requires confirmation', async ({
  browsers,
  cast,
  deployment,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await alice.send(chatId, 'a word')
  browsers.guard.allow(...breaks)
  const context = await browsers.context(alice, { url: deployment.url })
  const page = await context.newPage()
  await page.clock.install()
  const looked = page.waitForResponse('**/build.json')
  await page.goto(`/c/${chatId}`)
  await looked
  const { composer } = screenOf(page)
  await composer.press('ArrowUp')
  await expect(composer).toHaveValue('a word')
  await composer.fill('')
  deployment.deploy(2)
  await expect(notice(page)).toBeVisible()
  await mark(page)
  await hide(page)
  for (let minute = 0; minute < 5; minute++) await page.clock.runFor(60_000)
  expect(await isMarked(page)).toBe(true)
  await update(page).click()
  await expect(page.getByText(en.updateDiscards)).toBeVisible()
  expect(await isMarked(page)).toBe(true)
  await page.getByRole('button', { name: en.updateAnyway }).click()
  await page.waitForFunction(() => !('sameLife' in globalThis))
})

test('a build that does not start is replaced by the next one', async ({ browsers, cast, deployment }) => {
  const [alice, bob] = await cast('alice', 'bob')
  browsers.guard.allow(/this build is broken/)
  const page = await opened(browsers, deployment, alice, `/c/${await alice.direct(bob)}`, { offlineStart: true })
  await kept(page)
  deployment.deploy(2, { broken: true })
  await expect(notice(page)).toBeVisible()
  await page.reload()
  expect(await buildOf(page)).toBe(deployment.nameOf(2))
  deployment.deploy(3)
  // The page itself does nothing: the browser and the service worker find the new build.
  await page.reload()
  await expect
    .poll(() =>
      page.evaluate(
        async (name) => (await caches.open(name)).match('/').then(Boolean),
        `parley-${deployment.nameOf(3)}`,
      ),
    )
    .toBe(true)
  await page.reload()
  await expect(screenOf(page).composer).toBeVisible()
  expect(await buildOf(page)).toBe(deployment.nameOf(3))
})

test('a client does not hide another program that later runs at the same address', async ({
  browsers,
  cast,
  deployment,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const page = await opened(browsers, deployment, alice, `/c/${await alice.direct(bob)}`, { offlineStart: true })
  await kept(page)
  deployment.deploy('other')
  await page.goto('/')
  const registrations = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)
  await expect.poll(registrations).toBe(0)
  await page.goto('/')
  await expect(page).toHaveTitle('Another program')
  expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0)
})
