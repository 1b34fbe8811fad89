import type { BrowserContext, Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { fileFor, tray } from './lib/files'
import { longestRun, recordFrames, waitUntilStill } from './lib/frames'
import { pngOf } from './lib/pictures'
import { screenOf } from './lib/screen'
import { type Browsers, devices, expect, test } from './lib/test'

const later =
  /\/assets\/(settings-page|details-pane|people-pane|emoji-popover|attaching|attach-tray|send-sheet|shell-dialog|message-menu)-/

/** Blocks these files until the returned function is called. */
const holdBack = async (context: BrowserContext): Promise<() => Promise<void>> => {
  await context.route(later, (route) => route.abort('internetdisconnected'))
  return () => context.unroute(later)
}

/** Opens a chat in a browser that has loaded no later code. */
const openBare = async (browsers: Browsers, ...[person, path, options]: Parameters<Browsers['open']>) => {
  browsers.guard.allow(/Failed to load resource/, /WebSocket connection to/, /Failed to fetch/)
  const context = await browsers.context(person, options)
  const release = await holdBack(context)
  const page = await context.newPage()
  await page.goto(path ?? '/')
  await expect(screenOf(page).composer).toBeVisible()
  return { context, page, release }
}

const sentence = (page: Page) => page.getByTestId('not-coming')

test('offline, a part that isn’t loaded says so in its pane, and opens when the network is back', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const { context, page, release } = await openBare(browsers, alice, `/c/${chatId}`)
  await context.setOffline(true)

  await page.getByTestId('chat-details').click()
  const details = page.getByRole('region', { name: en.details })
  await expect(details.getByText(en.needsConnection)).toBeVisible()
  await details.getByRole('button', { name: en.close }).click()
  await expect(details).toHaveCount(0)

  await page.getByRole('link', { name: en.peoplePlace }).click()
  await expect(page.getByRole('heading', { name: en.peoplePlace })).toBeVisible()
  await expect(sentence(page)).toHaveText(new RegExp(en.needsConnection))

  await page.getByRole('link', { name: en.settings }).click()
  await expect(page.getByRole('heading', { name: en.settings })).toBeVisible()
  await expect(sentence(page)).toHaveText(new RegExp(en.needsConnection))
  await release()
  await context.setOffline(false)
  await expect(page.getByRole('heading', { level: 1, name: en.settings })).toBeVisible()
  await expect(sentence(page)).toHaveCount(0)
})

test('a part that couldn’t be loaded offers a retry, and opens once it loads', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const { page, release } = await openBare(browsers, alice, `/c/${await alice.direct(bob)}`)
  await page.getByRole('link', { name: en.settings }).click()
  await expect(sentence(page)).toContainText(en.partUnreachable)
  await sentence(page).getByRole('button', { name: en.retry }).click()
  await release()
  await expect(page.getByRole('heading', { level: 1, name: en.settings })).toBeVisible()
})

test('offline, menus and dialogs that aren’t loaded show a message in a sheet that can be closed', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const options = { context: devices.phone }
  const { context, page } = await openBare(browsers, alice, `/c/${await alice.direct(bob)}`, options)
  await context.setOffline(true)
  const sheet = page.getByRole('dialog', { name: en.loading })
  await page.getByTestId('emoji-button').tap()
  await expect(sheet.getByText(en.needsConnection)).toBeVisible()
  await sheet.getByRole('button', { name: en.close }).tap()
  await expect(sheet).toHaveCount(0)
  await expect(screenOf(page).composer).toBeVisible()
})

test('a slow part shows its header and grey lines while it loads', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const context = await browsers.context(alice)
  // Held requests continue after the route is removed.
  await context.route(later, () => undefined)
  const page = await context.newPage()
  await page.goto(`/c/${await alice.direct(bob)}`)
  await page.getByTestId('chat-details').click()
  const details = page.getByRole('region', { name: en.details })
  await expect(details.getByRole('heading', { name: en.details })).toBeVisible()
  await expect(details.getByTestId('coming')).toBeVisible()
  await expect(details.getByTestId('coming').locator('.skeleton').first()).toHaveCSS('opacity', '1')
  await context.unroute(later)
  await expect(details.getByRole('heading', { name: en.profile })).toBeVisible()
})

test('offline, a chosen photo shows at once, and waits for the code that can send it', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const { context, page, release } = await openBare(browsers, alice, `/c/${await alice.direct(bob)}`)
  const screen = screenOf(page)
  await context.setOffline(true)
  await page.getByTestId('attach').setInputFiles([fileFor('a.png', pngOf(80, 60))])
  await expect(page.getByTestId('picked-tray').locator('img')).toBeVisible()
  await expect(page.getByTestId('picked-tray')).toContainText(en.needsConnection)
  // The caption stays with the picture.
  await screen.write('under the picture')
  await expect(screen.composer).toHaveValue('under the picture')
  await expect(screen.rows).toHaveCount(0)
  await release()
  await context.setOffline(false)
  await expect(page.getByRole('dialog').getByTestId('send-sheet')).toBeVisible()
  await expect(tray(page)).toHaveCount(1)
  await expect(page.getByTestId('picked-tray')).toHaveCount(0)
})

/** Its height differs from its estimate, and again with formatting. */
const marked = `${'WWWW '.repeat(40)}\n\`\`\`\none\ntwo\n\`\`\`\n**three**`

test('formatting that loads late moves nothing in view, and the end stays there', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await bob.direct(alice)
  for (let at = 1; at <= 60; at++) await bob.send(chatId, at % 3 === 0 ? `row ${at}` : `row ${at}\n${marked}`)
  for (const [readTo, place, formatted] of [
    [30, 'first unread', 'row 32'],
    [60, 'end', 'row 59'],
    [60, 'between', 'row 50'],
  ] as const) {
    await alice.read(chatId, readTo)
    const context = await browsers.context(alice)
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    await context.route(/\/assets\/formatted-.*\.js$/, async (route) => {
      await released
      await route.continue()
    })
    const page = await context.newPage()
    await page.goto(`/c/${chatId}`)
    const { viewport, row } = screenOf(page)
    await expect(row(`row ${readTo}`)).toContainText(readTo % 3 === 0 ? 'row' : '**three**')
    await waitUntilStill(viewport)
    if (place === 'between') {
      // A row with formatting is at the upper edge, and partly above it.
      await viewport.evaluate((view) => {
        const { top } = view.getBoundingClientRect()
        const at = [...view.querySelectorAll('article')].find((one) => one.textContent.includes('row 50'))
        view.scrollTop += (at?.getBoundingClientRect().top ?? 0) - top + 40
      })
      await waitUntilStill(viewport)
    }
    const probe = row(formatted)
    const heightBefore = (await probe.boundingBox())?.height
    const recording = await recordFrames(viewport)
    await expect
      .poll(() => page.evaluate(() => document.querySelectorAll('[data-testid=viewport] strong').length))
      .toBe(0)
    release()
    await expect(viewport.locator('strong').first()).toBeVisible()
    await waitUntilStill(viewport)
    const frames = await recording.stop()
    const [first, last] = [frames[0], frames.at(-1)]
    expect((await probe.boundingBox())?.height, `${place}: rows have other heights now`).not.toBe(heightBefore)
    const key = first?.rows.find(([, top]) => top >= 0)?.[0]
    const topIn = (frame: typeof first) => frame?.rows.find(([one]) => one === key)?.[1] ?? 1e9
    const moved = (frame: typeof first) =>
      place === 'end' ? (frame?.toEnd ?? 1e9) > 2 : Math.abs(topIn(frame) - topIn(first)) > 1
    // A look right after the rows changed, before the browser lays them out for its next paint, sees them elsewhere.
    expect(longestRun(frames, moved), `${place}: frames that moved`).toBeLessThanOrEqual(1)
    expect(moved(last), `${place} moved`).toBe(false)
  }
})
