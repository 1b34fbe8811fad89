import type { BrowserContext, Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

/** Holds the files of a context that match, until `release`. */
const hold = async (context: BrowserContext, files: RegExp): Promise<{ release(): void }> => {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await context.route(files, async (route) => {
    await released
    await route.continue()
  })
  return { release }
}

const boxOf = (page: Page, id: string) => page.locator(`#${id}`).boundingBox()

test('while the scripts load, the page shows the shapes of its first screen in its theme', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  for (const [width, list] of [
    [1_400, { x: 64, width: 320 }],
    [1_100, { x: 64, width: 296 }],
    [700, { x: 0, width: 280 }],
    [400, { x: 0, width: 400 }],
  ] as const) {
    const colorScheme = width > 1_000 ? 'dark' : 'light'
    const context = await browsers.context(alice, { context: { viewport: { width, height: 700 }, colorScheme } })
    const files = await hold(context, /\/assets\/.*\.(js|css)$/)
    const page = await context.newPage()
    await page.goto('/', { waitUntil: 'commit' })
    // Neither scripts nor style sheets delay the first paint.
    await expect.poll(() => page.evaluate(() => performance.getEntriesByName('first-paint').length)).toBe(1)
    const shapes = await boxOf(page, 'start-list')
    expect((shapes?.x ?? 0) - 8).toBe(list.x)
    expect((shapes?.width ?? 0) + 16).toBe(list.width)
    const background = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    expect(background).toBe(colorScheme === 'dark' ? 'rgb(18, 21, 26)' : 'rgb(247, 248, 250)')
    files.release()
    const pane = page.getByRole('region', { name: en.chatList })
    await expect(pane).toBeVisible()
    expect(await pane.boundingBox()).toMatchObject(list)
    await expect(page.locator('#start')).toHaveCount(0)
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(background)
  }
  const context = await browsers.context(alice)
  const files = await hold(context, /\/assets\/.*\.js$/)
  const page = await context.newPage()
  await page.goto(`/c/${chatId}`, { waitUntil: 'commit' })
  await expect(page.locator('#start-chat')).toBeVisible()
  files.release()
  await expect(screenOf(page).composer).toBeVisible()
  await expect(page.locator('#start')).toHaveCount(0)
})

test('the shapes appear after 300 ms, and not on pages that are there by then', async ({ browsers }) => {
  const context = await browsers.context(undefined)
  const files = await hold(context, /\/assets\/.*\.js$/)
  const page = await context.newPage()
  await page.goto('/', { waitUntil: 'commit' })
  const start = page.locator('#start')
  await expect(start).toBeAttached()
  const opacityAt = (ms: number) =>
    start.evaluate((one, time) => {
      for (const animation of one.getAnimations()) animation.currentTime = time
      return getComputedStyle(one).opacity
    }, ms)
  expect([await opacityAt(0), await opacityAt(299), await opacityAt(421)]).toEqual(['0', '0', '1'])
  files.release()
  await expect(page.getByRole('button').first()).toBeVisible()
  await expect(start).toHaveCount(0)
})

test('the page says so if its scripts don’t load, or take long', async ({ browsers }) => {
  browsers.guard.allow(/Failed to load resource/)
  for (const [language, failed, slow] of [
    ['en', /couldn’t be loaded. Check your connection/, /Your connection is slow/],
    ['zh', /页面加载失败/, /网络较慢/],
  ] as const) {
    const context = await browsers.context(undefined, { language })
    const files = await hold(context, /\/assets\/.*\.js$/)
    const page = await context.newPage()
    await page.clock.install()
    await page.goto('/', { waitUntil: 'commit' })
    const note = page.locator('#start p')
    await expect(note).toBeEmpty()
    await page.clock.fastForward(10_000)
    await expect(note).toHaveText(slow)
    files.release()
    await expect(note).toHaveCount(0)
    const broken = await browsers.context(undefined, { language })
    await broken.route(/\/assets\/base-.*\.js$/, (route) => route.abort())
    const other = await broken.newPage()
    await other.goto('/')
    await expect(other.locator('#start p')).toHaveText(failed)
  }
})
