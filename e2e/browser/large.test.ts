import type { ChatId, Message } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { Locator, Page } from '@playwright/test'
import { commitsPerFrame, countCommits } from '../../packages/bench/src/web/commits'
import { flood } from '../../packages/bench/src/web/flood'
import { longestBlank, scrollMessages, watchFrames } from '../../packages/bench/src/web/frames'
import { seriousFindings } from './lib/accessibility'
import { longestMessages, test } from './lib/big'
import { en } from './lib/catalogs'
import { longestRun, recordFrames, unwantedScrollPx, waitUntilStill } from './lib/frames'
import { expectCentred, followQuote } from './lib/jumps'
import type { Person } from './lib/people'
import { screenOf } from './lib/screen'
import { expect } from './lib/test'

// The tests run in sequence, because they share data that is slow to create and inspect single frames. The others are
// in `large-memory`.
test.describe.configure({ mode: 'default' })

const landmarkSeq = 137
const dateFormat = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' })
const longDate = (ms: number): string => dateFormat.format(ms)
/**
 * The most frames in which the history may be uncovered during fast scrolling: less than 100 ms at 60 frames per
 * second.
 */
const blankFrames = 5

/** True while a row flashes, which moves its background. */
const flashes = (row: Locator): Promise<boolean> =>
  row.evaluate((one) => one.getAnimations().some(({ playState }) => playState === 'running'))

/** Scrolls three screens down, up and down again. Only the wheel may move the rows. */
const wheelBothWays = async (page: Page): Promise<void> => {
  const screen = screenOf(page)
  const stepPx = 120
  await screen.viewport.hover()
  const recording = await recordFrames(screen.viewport)
  for (const direction of [1, -1, -1, 1]) {
    for (let step = 0; step < 20; step++) {
      await page.mouse.wheel(0, direction * stepPx)
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    }
    await waitUntilStill(screen.viewport)
  }
  const frames = await recording.stop()
  expect(longestRun(frames, ({ covered }) => !covered)).toBeLessThanOrEqual(1)
  const jumps = frames.flatMap((frame, at) => {
    const later = frames.slice(at + 1, at + 4).map((after) => unwantedScrollPx(frame, after, stepPx))
    if (later.length < 3) return []
    const px = later[0] === undefined ? Number.POSITIVE_INFINITY : Math.min(...later.filter((one) => one !== undefined))
    return px > 1 ? [px] : []
  })
  expect(jumps, 'jumps in px').toEqual([])
}

test('A5 a quote leads a hundred thousand messages back, and scrolling continues from there', async ({
  browsers,
  big,
}) => {
  const page = await browsers.open(big.demo, `/c/${big.longest.id}`, { url: big.server.url })
  const row = page.getByTestId(`row-${longestMessages - 3}`)
  const target = page.getByTestId(`row-${landmarkSeq}`)
  await followQuote(page, {
    from: row,
    to: target,
    onArrival: async () => {
      await expect(target).toBeInViewport()
      await expect.poll(() => flashes(target)).toBe(true)
    },
  })
  await wheelBothWays(page)
})

test('A5 a link to the beginning of a hundred thousand messages opens there', async ({ browsers, big }) => {
  const page = await browsers.open(big.demo, `/c/${big.longest.id}/${landmarkSeq}`, { url: big.server.url })
  const target = page.getByTestId(`row-${landmarkSeq}`)
  await expectCentred(page, target)
  await wheelBothWays(page)
  await page.getByTestId('fab-latest').click()
  await expect(page.getByTestId(`row-${longestMessages}`)).toBeInViewport()
})

test('the calendar leads to the first message of a day, with the keyboard and from the date above a message', async ({
  browsers,
  big,
}) => {
  const { id: chatId } = big.longest
  const page = await browsers.open(big.demo, `/c/${chatId}`, { url: big.server.url })
  await expect(page.getByTestId(`row-${longestMessages}`)).toBeInViewport()
  const firstOf = async (dayMs: number) => {
    const { messages } = await big.demo.call('messages.list', { chatId, at: dayMs, limit: 100 })
    return messages.find(({ at }) => at >= dayMs)?.seq
  }
  const [earliest] = (await big.demo.call('messages.list', { chatId, after: 0, limit: 1 })).messages
  const dayMs = 86_400_000
  const today = Math.floor(Date.now() / dayMs) * dayMs
  // The same weekday thirteen weeks ago.
  const past = today - 13 * 7 * dayMs
  await page.getByTestId('chat-menu').click()
  await page.getByRole('menuitem', { name: en.goToDate }).click()
  const calendar = page.getByTestId('calendar')
  const dayButton = (ms: number) => calendar.getByRole('button', { name: longDate(ms), exact: true })
  await expect(dayButton(today)).toBeFocused()
  expect(await seriousFindings(page)).toEqual([])
  for (let week = 0; week < 13; week++) await page.keyboard.press('ArrowUp')
  await expect(dayButton(past)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(calendar).toHaveCount(0)
  const target = page.getByTestId(`row-${await firstOf(past)}`)
  await expect(target).toBeInViewport()
  await expect(page.getByTestId('fab-return')).toBeVisible()
  // The date is above the message, and opens the calendar.
  const pill = page.locator('[data-day]').filter({ visible: true }).first()
  await expect(pill).toBeInViewport()
  expect(await seriousFindings(page)).toEqual([])
  await pill.click()
  await expect(dayButton(past)).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId(`row-${await firstOf(past - dayMs)}`)).toBeInViewport()

  // Days before the first message and after today can't be chosen.
  await page.getByTestId('chat-menu').click()
  await page.getByRole('menuitem', { name: en.goToDate }).click()
  const beginning = Math.floor((earliest?.at ?? 0) / dayMs) * dayMs
  // The dialog moves the focus into the calendar after it opens.
  await expect(calendar.locator('button:focus')).toHaveCount(1)
  await page.keyboard.press('Shift+PageUp')
  await expect(dayButton(beginning)).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(dayButton(beginning)).toBeFocused()
  await expect(calendar.getByRole('button', { name: en.previousMonth })).toBeDisabled()
  if (new Date(beginning).getUTCDate() > 1) await expect(dayButton(beginning - dayMs)).toBeDisabled()
  for (let month = 0; month < 12; month++) await calendar.getByRole('button', { name: en.nextMonth }).press('Enter')
  await expect(calendar.getByRole('button', { name: en.nextMonth })).toBeDisabled()
  await page.keyboard.press('Escape')
  await page.getByTestId('fab-return').click()
})

test('A6 scrolling far through a hundred thousand messages keeps the page small, complete and covered', async ({
  browsers,
  big,
}) => {
  const page = await browsers.open(big.demo, `/c/${big.longest.id}`, { url: big.server.url })
  const screen = screenOf(page)
  await expect(page.getByTestId(`row-${longestMessages}`)).toBeInViewport()
  await waitUntilStill(screen.viewport)
  const watching = await watchFrames(page)
  for (const frameStepPx of [-240, 240]) await scrollMessages(page, { frameStepPx, messages: 900 })
  const { frames } = await watching.stop()
  expect(Math.max(...frames.map(({ nodes }) => nodes)), 'nodes').toBeLessThanOrEqual(6_000)
  expect(Math.max(...frames.map(({ rows }) => rows)), 'rows').toBeLessThanOrEqual(400)
  expect(frames.filter(({ inOrder }) => !inOrder).length, 'frames with a hole').toBe(0)
  expect(longestBlank(frames).frames, 'frames without rows').toBeLessThanOrEqual(blankFrames)
  expect(Math.min(...frames.map(({ first }) => first))).toBeLessThanOrEqual(longestMessages - 900)
  expect(frames.at(-1)?.last, 'and back').toBeGreaterThan(longestMessages - 100)
})

const everyMessage = async (person: Person, chatId: ChatId): Promise<Message[]> => {
  const all: Message[] = []
  for (let after = 0, more = true; more; after = all.at(-1)?.seq ?? 0) {
    const page = await person.call('messages.list', { chatId, after, limit: 100 })
    all.push(...page.messages)
    more = page.more
  }
  return all
}

test('A10 a flood in the world loses and duplicates nothing, and you can write during it', async ({
  browsers,
  big,
}) => {
  const context = await browsers.context(big.demo, { url: big.server.url })
  await countCommits(context)
  const page = await context.newPage()
  await page.goto(`/c/${WORLD_CHAT_ID}`)
  const screen = screenOf(page)
  await expect(screen.composer).toBeVisible()
  await screen.composer.focus()
  await commitsPerFrame(page)
  const tokens = [big.test.token, big.demo.token]
  const flooding = flood({ url: big.server.url, tokens, chatId: WORLD_CHAT_ID, perSecond: 200, seconds: 6 })
  const words = 'text written during the flood '
  await page.keyboard.type(words.repeat(2), { delay: 30 })
  const sent = await flooding
  const renders = (await commitsPerFrame(page)).map(({ history }) => history).filter((count) => count > 0)
  await expect(screen.composer).toHaveValue(words.repeat(2))
  await page.keyboard.press('Enter')
  // On a slow machine the page can't follow the flood. It stays at the same messages and offers the button to the end.
  const latest = page.getByTestId('fab-latest')
  if (await latest.isVisible()) await latest.click()
  await expect(screen.row('during the flood').last()).toHaveAttribute('data-status', 'sent')
  const stored = await everyMessage(big.test, WORLD_CHAT_ID)
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, at) => at + 1))
  expect(new Set(stored.map(({ id }) => id)).size).toBe(sent.length + 1)
  await waitUntilStill(screen.viewport)
  const watching = await watchFrames(page)
  await scrollMessages(page, { frameStepPx: -300, messages: sent.length })
  const { frames } = await watching.stop()
  expect(frames.filter(({ inOrder }) => !inOrder).length, 'frames with a hole').toBe(0)
  expect(Math.max(...frames.map(({ last }) => last))).toBe(stored.length)
  // The history renders once for all messages of a frame. Only the first message after a pause is rendered at once.
  const all = renders.reduce((sum, count) => sum + count, 0)
  expect(all / renders.length, 'renderings of the history for each frame').toBeLessThanOrEqual(1.5)
})
