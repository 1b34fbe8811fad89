/** A4, A5 and A8: the time from a key or press to its visible result. */

import { quantile, timeRow, type WebRow } from '../report/web-row'
import { longestChat } from '../seed/big/big-dataset'
import { landmarkSeq } from '../seed/big/history'
import { openByName } from './chats'
import { msSinceInput, otherChatThan, recordInput, rowAtCentre, textInView } from './sights'
import { people, type WebContext } from './web-context'

interface InPage {
  interactions?: number[]
}

/** The browser's own durations from keys and presses to the next paint, in steps of 8 ms. */
const watchInteractions = (): void => {
  const seen: number[] = []
  ;(globalThis as InPage).interactions = seen
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[])
      if (entry.interactionId > 0) seen.push(entry.duration)
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
}

export const interactionsOf = (): number[] => (globalThis as InPage).interactions?.splice(0) ?? []
export { watchInteractions }

export const sending = async (context: WebContext): Promise<WebRow[]> => {
  const page = await context.page(people.demo)
  await openByName(page, longestChat)
  await recordInput(page)
  await page.evaluate(watchInteractions)
  const times: number[] = []
  for (let sent = 0; sent < 30; sent++) {
    await page.getByTestId('composer').fill(`sent by the bench, ${sent}.`)
    const seen = msSinceInput(page, textInView, `sent by the bench, ${sent}.`)
    await page.keyboard.press('Enter')
    times.push(await seen)
  }
  await page.waitForTimeout(500)
  const inp = Math.max(0, ...(await page.evaluate(interactionsOf)))
  await page.context().close()
  return [
    timeRow({ id: 'A4', work: 'own message in view after Enter, p95 of 30', ms: quantile(times, 0.95), atMost: 50 }),
    timeRow({ id: 'A4', work: 'the longest interaction while sending (INP)', ms: inp, atMost: 100 }),
  ]
}

export const jumping = async (context: WebContext): Promise<WebRow[]> => {
  const page = await context.page(people.demo)
  await openByName(page, longestChat)
  await recordInput(page)
  const times: number[] = []
  for (let jump = 0; jump < 10; jump++) {
    const quote = page.locator('article').filter({ hasText: 'Do you remember this?' }).getByTestId('quote')
    await quote.scrollIntoViewIfNeeded()
    const seen = msSinceInput(page, rowAtCentre, landmarkSeq)
    await quote.click()
    times.push(await seen)
    await page.getByTestId('fab-return').click()
    await quote.waitFor()
    await page.waitForTimeout(300)
  }
  await page.context().close()
  return [
    timeRow({
      id: 'A5',
      work: 'from a quote to its message, 99,860 messages back, worst of 10',
      ms: Math.max(...times),
      atMost: 600,
    }),
  ]
}

const startedWithMessages = 22

export const switching = async (context: WebContext): Promise<WebRow[]> => {
  const page = await context.page(people.demo)
  await page.keyboard.press('Alt+ArrowDown')
  await page.locator('[data-testid=viewport] [data-seq]').first().waitFor()
  await recordInput(page)
  const go = async (key: string) => {
    const before = (await page.getByTestId('chat-pane').getAttribute('data-chat-id')) ?? ''
    const seen = msSinceInput(page, otherChatThan, before)
    await page.keyboard.press(key)
    const ms = await seen
    await page.waitForTimeout(120)
    return ms
  }
  const cold: number[] = []
  for (let chat = 0; chat < startedWithMessages + 24; chat++) {
    const ms = await go('Alt+ArrowDown')
    if (chat >= startedWithMessages) cold.push(ms)
  }
  const cached: number[] = []
  for (let chat = 0; chat < 50; chat++) cached.push(await go(chat < 25 ? 'Alt+ArrowUp' : 'Alt+ArrowDown'))
  await page.context().close()
  return [
    timeRow({ id: 'A8', work: 'to a chat that was open before, p95 of 50', ms: quantile(cached, 0.95), atMost: 100 }),
    timeRow({
      id: 'A8',
      work: 'to a chat that is fetched from the server, p95 of 24',
      ms: quantile(cold, 0.95),
      atMost: 400,
    }),
  ]
}
