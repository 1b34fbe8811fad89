/** A9: from an empty cache and from a full one. */
import type { BrowserContext, Page } from 'playwright-core'
import { longestOf } from './others'
import { people, type WebContext } from './web-context'
import { timeRow, type WebRow } from './web-row'

interface InPage {
  sights?: { composerMs?: number; listMs?: number; signInMs?: number; answerMs?: number }
}

/** Notes in a page when what people wait for was first seen, and when the first answer about chats came. */
export const watchInPage = (): void => {
  const sights: NonNullable<InPage['sights']> = {}
  ;(globalThis as InPage).sights = sights
  const usable = (selector: string) => document.querySelector<HTMLInputElement>(selector)?.disabled === false
  const look = () => {
    const now = performance.now()
    if (usable('[data-testid=composer]')) sights.composerMs ??= now
    if (usable('[autocomplete~=username]')) sights.signInMs ??= now
    if (document.querySelector('[data-chat-row]')) sights.listMs ??= now
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  const Socket = globalThis.WebSocket
  globalThis.WebSocket = class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      // The session's answer comes first; what changed in the chats is what a list could wait for.
      this.addEventListener('message', ({ data }) => {
        if (String(data).includes('"chats":[')) sights.answerMs ??= performance.now()
      })
    }
  }
}

/** What `watchInPage` has noted, in milliseconds since the page began. */
export const sightsOf = (page: Page) => page.evaluate(() => (globalThis as InPage).sights ?? {})

/** Opens an address in a new page; answers what was seen when, and the bytes that came for it. */
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
  // The frame after it notes what was seen.
  await page.waitForTimeout(100)
  const sights = await sightsOf(page)
  return { page, sights, bytes }
}

export const starting = async (context: WebContext): Promise<WebRow[]> => {
  const { id: chatId } = await longestOf(context)
  const stranger = await context.context()
  await stranger.addInitScript(watchInPage)
  const signIn = await open(stranger, '/', '[autocomplete~=username]')
  await stranger.close()
  const browser = await context.context(people.demo)
  await browser.addInitScript(watchInPage)
  const cold = await open(browser, `/c/${chatId}`, '[data-testid=composer]')
  // What is stored and cached comes a moment later.
  await cold.page.locator('[data-chat-row]').first().waitFor()
  await cold.page.waitForTimeout(4_000)
  await cold.page.close()
  const warm = await open(browser, `/c/${chatId}`, '[data-testid=composer]')
  await warm.page.locator('[data-chat-row]').first().waitFor()
  const { listMs = 1e9, answerMs = 1e9, composerMs = 1e9 } = await sightsOf(warm.page)
  await browser.close()
  const kilobytes = cold.bytes.script / 1_000
  return [
    timeRow({ id: 'A9', work: 'sign-in usable, empty cache', ms: signIn.sights.signInMs ?? 1e9, atMost: 1_000 }),
    timeRow({ id: 'A9', work: 'composer usable, empty cache', ms: cold.sights.composerMs ?? 1e9, atMost: 1_000 }),
    timeRow({ id: 'A9', work: 'composer usable, from what is stored', ms: composerMs, atMost: 500 }),
    {
      ...{ id: 'A9', work: 'list, from what is stored', target: 'before the network answers' },
      ...{ measured: `${Math.round(listMs)} ms, answer ${Math.round(answerMs)} ms`, reached: listMs <= answerMs },
    },
    {
      ...{ id: 'A9', work: 'JavaScript until the composer is there, as it came', target: '' },
      measured: `${kilobytes.toFixed(0)} kB`,
      note: `CSS ${(cold.bytes.style / 1_000).toFixed(1)} kB; requests to others: ${cold.bytes.foreign}. With headers, and with what is fetched early while nothing else is under way; what the first look needs is held below 200 kB by \`npm run check\`.`,
    },
  ]
}
