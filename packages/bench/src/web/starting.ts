/** A9: starts with an empty cache and with a full one. */
import type { BrowserContext, Page } from 'playwright-core'
import { timeRow, type WebRow } from '../report/web-row'
import { longestOf } from './others'
import { people, type WebContext } from './web-context'

interface InPage {
  sights?: { composerMs?: number; listMs?: number; signInMs?: number; answerMs?: number; queuedMs?: number }
}

/** Records in a page when the awaited elements first showed, and when the first response about chats came. */
export const recordFirstShown = (): void => {
  const sights: NonNullable<InPage['sights']> = {}
  ;(globalThis as InPage).sights = sights
  const usable = (selector: string) => document.querySelector<HTMLInputElement>(selector)?.disabled === false
  const look = () => {
    const now = performance.now()
    if (usable('[data-testid=composer]')) sights.composerMs ??= now
    if (usable('[autocomplete~=username]')) sights.signInMs ??= now
    if (document.querySelector('[data-chat-row]')) sights.listMs ??= now
    if (document.querySelector('article:is([data-status=queued],[data-status=sending])')) sights.queuedMs ??= now
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  const Socket = globalThis.WebSocket
  globalThis.WebSocket = class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      // The session's response comes first. The list could wait for the changes in the chats.
      this.addEventListener('message', ({ data }) => {
        if (String(data).includes('"chats":[')) sights.answerMs ??= performance.now()
      })
    }
  }
}

/** The times that `watchInPage` recorded, in milliseconds since the page was opened. */
export const firstShownIn = (page: Page) => page.evaluate(() => (globalThis as InPage).sights ?? {})

/** Opens an address in a new page. Returns the recorded times and the bytes received for them. */
const open = async (browser: BrowserContext, path: string, selector: string) => {
  const page = await browser.newPage()
  const session = await browser.newCDPSession(page)
  await session.send('Network.enable')
  const bytes = { script: 0, style: 0, foreign: 0 }
  const kinds = new Map<string, keyof typeof bytes>()
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.mimeType.includes('javascript')) kinds.set(requestId, 'script')
    if (response.mimeType.includes('css')) kinds.set(requestId, 'style')
    if (/^http/.test(response.url) && !response.url.startsWith('http://127.0.0.1')) bytes.foreign += 1
  })
  let loaded = false
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId)
    if (kind && !loaded) bytes[kind] += encodedDataLength
  })
  await page.goto(path)
  await page.locator(selector).first().waitFor()
  loaded = true
  // The next frame records the times.
  await page.waitForTimeout(100)
  const sights = await firstShownIn(page)
  return { page, sights, bytes }
}

/**
 * Starts without a network and with a queued message. Returns the milliseconds until the composer, the list and the
 * message show.
 */
const startOffline = async (browser: BrowserContext, path: string): Promise<number> => {
  const page = await browser.newPage()
  await page.goto(path)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await browser.setOffline(true)
  await page.getByTestId('composer').fill('written offline')
  await page.keyboard.press('Enter')
  const queued = 'article[data-status=queued],article[data-status=sending]'
  await page.locator(queued).waitFor()
  await page.waitForTimeout(1_000)
  await page.close()
  const { page: started, sights } = await open(browser, path, queued)
  await started.close()
  const { composerMs = 1e9, listMs = 1e9, queuedMs = 1e9 } = sights
  return Math.max(composerMs, listMs, queuedMs)
}

export const starting = async (context: WebContext): Promise<WebRow[]> => {
  const { id: chatId } = await longestOf(context)
  const stranger = await context.context()
  await stranger.addInitScript(recordFirstShown)
  const signIn = await open(stranger, '/', '[autocomplete~=username]')
  await stranger.close()
  const browser = await context.context(people.demo)
  await browser.addInitScript(recordFirstShown)
  const cold = await open(browser, `/c/${chatId}`, '[data-testid=composer]')
  // The client stores and caches data a moment later.
  await cold.page.locator('[data-chat-row]').first().waitFor()
  await cold.page.waitForTimeout(4_000)
  await cold.page.close()
  const warm = await open(browser, `/c/${chatId}`, '[data-testid=composer]')
  await warm.page.locator('[data-chat-row]').first().waitFor()
  const { listMs = 1e9, answerMs = 1e9, composerMs = 1e9 } = await firstShownIn(warm.page)
  await warm.page.close()
  const offlineMs = await startOffline(browser, `/c/${chatId}`)
  await browser.close()
  const kilobytes = cold.bytes.script / 1_000
  return [
    timeRow({ id: 'A9', work: 'sign-in usable, empty cache', ms: signIn.sights.signInMs ?? 1e9, atMost: 1_000 }),
    timeRow({ id: 'A9', work: 'composer usable, empty cache', ms: cold.sights.composerMs ?? 1e9, atMost: 1_000 }),
    timeRow({ id: 'A9', work: 'composer usable, from stored data', ms: composerMs, atMost: 500 }),
    timeRow({ id: 'A9', work: 'offline: composer, list and a queued message', ms: offlineMs, atMost: 500 }),
    {
      ...{ id: 'A9', work: 'list, from stored data', target: 'before the network responds' },
      ...{ measured: `${Math.round(listMs)} ms, response ${Math.round(answerMs)} ms`, reached: listMs <= answerMs },
    },
    {
      ...{ id: 'A9', work: 'JavaScript until the composer shows, as transferred', target: '' },
      measured: `${kilobytes.toFixed(0)} kB`,
      note: `CSS ${(cold.bytes.style / 1_000).toFixed(1)} kB; requests to other hosts: ${cold.bytes.foreign}. The figures include headers and prefetched chunks. The code of the first load stays below 200 kB, checked by \`npm run check\`.`,
    },
  ]
}
