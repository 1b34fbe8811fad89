/** A user with three thousand chats: the time until the list shows, the cost of a later start, and scrolling. */
import type { BrowserContext, Page } from 'playwright-core'
import { quantile, timeRow, type WebRow } from '../report/web-row'
import { bigSize } from '../seed/big/big-dataset'
import { betweenFrames, watchFrames } from './frames'
import { firstShownIn, recordFirstShown } from './starting'
import { people, WebContext } from './web-context'

const size = { ...bigSize, messages: 1_000, chats: 3_000, members: 500, pictures: 1 }
const wheelSteps = 60

/** Opens the list in a new page, and counts the bytes over the WebSocket. */
const open = async (browser: BrowserContext) => {
  const page = await browser.newPage()
  const session = await browser.newCDPSession(page)
  await session.send('Network.enable')
  const received = { bytes: 0 }
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    received.bytes += response.payloadData.length
  })
  await page.goto('/')
  await page.locator('[data-chat-row]').first().waitFor()
  return { page, received }
}

/** The list responds while it loads: a click opens a chat before all chats have arrived. */
const opensAChat = async (page: Page): Promise<number> => {
  const began = await page.evaluate(() => performance.now())
  await page.locator('[data-chat-row]').nth(1).click()
  await page.getByTestId('composer').waitFor()
  return (await page.evaluate(() => performance.now())) - began
}

/** All chats have arrived when no bytes have come for two seconds. */
const settled = async (page: Page, received: { bytes: number }): Promise<void> => {
  for (let before = -1; before !== received.bytes; ) {
    before = received.bytes
    await page.waitForTimeout(2_000)
  }
}

const scrollList = async (page: Page) => {
  await page.locator('[data-chat-row]').nth(3).hover()
  const watching = await watchFrames(page)
  for (let step = 0; step < wheelSteps; step++) {
    await page.mouse.wheel(0, 240)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
  const { frames, long } = await watching.stop()
  return { times: betweenFrames(frames), long }
}

export const manyChats = async (): Promise<WebRow[]> => {
  await using context = await WebContext.start(size)
  const browser = await context.context(people.demo)
  await browser.addInitScript(recordFirstShown)
  const cold = await open(browser)
  const { listMs = 1e9, answerMs = 0 } = await firstShownIn(cold.page)
  const openedMs = await opensAChat(cold.page)
  await settled(cold.page, cold.received)
  const { times, long } = await scrollList(cold.page)
  await cold.page.close()
  const warm = await open(browser)
  await settled(warm.page, warm.received)
  await browser.close()
  const framesPerSecond = 1_000 / quantile(times, 0.5)
  return [
    timeRow({
      ...{
        id: 'A9',
        work: '3,000 chats, empty cache: list after the first response',
        ms: listMs - answerMs,
        atMost: 1_500,
      },
      note: `all data: ${(cold.received.bytes / 1e6).toFixed(1)} MB.`,
    }),
    timeRow({ id: 'A9', work: '3,000 chats: opening a chat while the others load', ms: openedMs, atMost: 1_500 }),
    {
      ...{ id: 'A9', work: '3,000 chats, bytes received at a later start', target: '≤ 0.3 MB' },
      ...{ measured: `${(warm.received.bytes / 1e6).toFixed(2)} MB`, reached: warm.received.bytes <= 300_000 },
    },
    {
      ...{ id: 'A6', work: `3,000 chats, ${wheelSteps} wheel steps over the list`, target: '≥ 50 frames/s' },
      ...{ measured: `${framesPerSecond.toFixed(0)} frames/s`, reached: framesPerSecond >= 50 },
      note: `${long.length} long tasks, the longest ${Math.round(Math.max(0, ...long.map(({ ms }) => ms)))} ms.`,
    },
  ]
}
