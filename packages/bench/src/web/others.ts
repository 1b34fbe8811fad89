/** B18, B20 and C22: updates at other users, texts that are expensive to show, and pictures. */
import type { Chat, Message, MessageId, Result } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import { quantile, timeRow, type WebRow } from '../report/web-row'
import { longestChat } from '../seed/big/big-dataset'
import { openByName } from './chats'
import { anyOf, msSinceInput, recordInput, textInView } from './sights'
import { people, type WebContext } from './web-context'

const rounds = 10
const talker = people.talkers[0]

export const longestOf = async (context: WebContext): Promise<Chat> => {
  const { chats } = await context.call<Result<'sync.pull'>>(people.test, 'sync.pull', {})
  const found = chats.find(({ chat }) => chat?.name === longestChat)?.chat
  if (!found) throw new Error('the longest chat is not there')
  return found
}

const sendText = (context: WebContext, chat: Chat, text: string): Promise<Message> =>
  context.call(talker, 'messages.send', { id: newUuidV7() as MessageId, chatId: chat.id, body: { type: 'text', text } })

/** Times an action from before the call until both other users see it. */
export const otherUsers = async (context: WebContext): Promise<WebRow[]> => {
  const chat = await longestOf(context)
  const pages = [await context.page(people.demo), await context.page(people.test)]
  for (const page of pages) {
    await openByName(page, longestChat)
    const latest = page.getByTestId('fab-latest')
    if (await latest.isVisible()) await latest.click()
  }
  const seen = async (sees: (arg: string) => number, arg: string, act: () => Promise<unknown>) => {
    const began = performance.now()
    const all = pages.map((page) => page.waitForFunction(sees, arg, { polling: 'raf', timeout: 30_000 }))
    await act()
    await Promise.all(all)
    return performance.now() - began
  }
  const [messages, reactions]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const text = `for two other users, ${round}.`
    let message: Message | undefined
    messages.push(await seen(textInView, text, async () => (message = await sendText(context, chat, text))))
    const react = { chatId: chat.id, id: message?.id, emoji: '🎉', on: true }
    const chip = `[data-seq="${message?.seq}"] button[aria-pressed]`
    reactions.push(await seen(anyOf, chip, () => context.call(talker, 'messages.react', react)))
    await pages[0]?.waitForTimeout(300)
  }
  for (const page of pages) await page.context().close()
  return [
    timeRow({
      id: 'B18',
      work: 'a message shows for two other users, p95 of 10',
      ms: quantile(messages, 0.95),
      atMost: 300,
    }),
    timeRow({
      id: 'B18',
      work: 'a reaction shows for two other users, p95 of 10',
      ms: quantile(reactions, 0.95),
      atMost: 300,
    }),
  ]
}

const full = 8_000
const fill = (unit: string): string => unit.repeat(Math.ceil(full / unit.length)).slice(0, full)
/** The most expensive kinds of text. Tests show all three hundred. */
const hard = ['*', '[', '> ', '`', '**a ', '- a\n', 'x', '😀', 'á̂̃', '\u202eab', '| a ', 'https://a.b/c '].map(fill)

interface InPage {
  rendered?: number
}

/** From the frame of the connection to the end of its effects: parsing, rendering, layout. */
const watchArrivals = (): void => {
  const Socket = globalThis.WebSocket
  globalThis.WebSocket = class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }) => {
        if (!String(data).includes('hard to show')) return
        const began = performance.now()
        queueMicrotask(() =>
          setTimeout(() => {
            void document.body.offsetHeight
            ;(globalThis as InPage).rendered = performance.now() - began
          }),
        )
      })
    }
  }
}

export const rendering = async (context: WebContext): Promise<WebRow[]> => {
  const chat = await longestOf(context)
  const browser = await context.context(people.demo)
  await browser.addInitScript(watchArrivals)
  const page = await browser.newPage()
  await page.goto('/')
  await page.locator('[data-chat-row]').first().waitFor()
  await openByName(page, longestChat)
  const times: number[] = []
  for (const [at, text] of hard.entries()) {
    const mark = `hard to show ${at}.`
    await sendText(context, chat, `${mark} ${text}`.slice(0, full))
    await page.waitForFunction(textInView, mark, { polling: 'raf' })
    await page.waitForTimeout(250)
    times.push(await page.evaluate(() => (globalThis as InPage).rendered ?? 1e9))
  }
  await browser.close()
  const worst = Math.max(...times)
  const name = JSON.stringify(hard[times.indexOf(worst)]?.slice(0, 4))
  return [
    timeRow({
      ...{ id: 'B20', work: 'the slowest of 12 texts of 8,000 characters, from its arrival to its layout', atMost: 30 },
      ...{ ms: worst, note: `it repeats ${name}; the median is ${Math.round(quantile(times, 0.5))} ms.` },
    }),
  ]
}

export const viewing = async (context: WebContext): Promise<WebRow[]> => {
  const page = await context.page(people.demo)
  await openByName(page, longestChat)
  await recordInput(page)
  const times: number[] = []
  for (let picture = 0; picture < rounds; picture++) {
    await page.getByTestId('viewport').hover()
    await page.mouse.wheel(0, -500)
    await page.waitForTimeout(500)
    const open = page
      .locator('figure')
      .filter({ has: page.locator('img[data-loaded]') })
      .getByRole('button')
    if ((await open.count()) === 0) continue
    await open.first().scrollIntoViewIfNeeded()
    const seen = msSinceInput(page, anyOf, '[data-testid=viewer] img')
    await open.first().click()
    times.push(await seen)
    await page.keyboard.press('Escape')
    await page.getByTestId('viewer').waitFor({ state: 'detached' })
  }
  await page.context().close()
  const [first = 0, ...later] = times
  return [
    timeRow({
      ...{ id: 'C22', work: `opening the viewer from a picture, p95 of ${later.length}`, atMost: 150 },
      ...{ ms: quantile(later, 0.95), note: `the first time, including its code: ${Math.round(first)} ms.` },
    }),
  ]
}
