/** C22: scrolls the shared media of a chat from the newest to the oldest. */
import type { MediaId, MessageId, Result } from '@parley/protocol'
import { type ChatId, newUuidV7 } from '@parley/protocol/ids'
import type { Page } from 'playwright-core'
import { encodePng } from '../lib/png'
import { quantile, type WebRow } from '../report/web-row'
import { seededToken } from '../seed/tokens'
import { betweenFrames, watchFrames } from './frames'
import { people, type WebContext } from './web-context'

const pictures = 500
const atOnce = 2
const stepPx = 60

const sendPicture = async (context: WebContext, chatId: ChatId, hue: number): Promise<void> => {
  const bytes = encodePng(320, 240, (x, y) => [0, 2, 4].map((part) => 128 + 100 * Math.sin((x + y) / 60 + hue + part)))
  const id = newUuidV7() as MediaId
  const wanted = { id, chatId, name: `${hue}.png`, size: bytes.length }
  const { upload } = await context.call<Result<'media.create'>>(people.demo, 'media.create', wanted)
  const headers = { authorization: `Bearer ${seededToken(people.demo)}` }
  const answer = await fetch(context.url + upload, { method: 'PUT', headers, body: bytes })
  if (!answer.ok) throw new Error(await answer.text())
  const body = { type: 'image', mediaId: id }
  await context.call(people.demo, 'messages.send', { id: newUuidV7() as MessageId, chatId, body })
}

const createMessages = async (context: WebContext): Promise<ChatId> => {
  const wanted = { id: newUuidV7(), name: 'Pictures', userIds: [] }
  const { id } = (await context.call<Result<'groups.create'>>(people.demo, 'groups.create', wanted)).chat
  const hues = Array.from({ length: pictures }, (_, hue) => hue).values()
  const sendRest = async () => {
    for (const hue of hues) await sendPicture(context, id, hue)
  }
  await Promise.all(Array.from({ length: atOnce }, sendRest))
  return id
}

/** Scrolls a little in each frame until it stays at the end of the list. */
const scrollToEnd = (page: Page): Promise<number> =>
  page.locator('[data-scroller]').evaluate(async (list, step) => {
    let still = 0
    let scrolled = 0
    while (still < 60) {
      const before = list.scrollTop
      list.scrollTop += step
      scrolled += list.scrollTop - before
      still = list.scrollTop === before ? still + 1 : 0
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    return scrolled
  }, stepPx)

export const details = async (context: WebContext): Promise<WebRow[]> => {
  const chatId = await createMessages(context)
  const page = await context.page(people.demo, `/c/${chatId}/details`)
  await page.getByRole('button', { name: 'Media, files and links' }).click()
  await page.locator('[data-scroller] button').first().waitFor()
  const watching = await watchFrames(page)
  const scrolledPx = await scrollToEnd(page)
  const { frames, long } = await watching.stop()
  await page.context().close()
  const framesPerSecond = 1_000 / quantile(betweenFrames(frames), 0.5)
  return [
    {
      ...{ id: 'C22', work: `${pictures} pictures in the details, scrolled to the oldest`, target: '≥ 50 frames/s' },
      ...{ measured: `${framesPerSecond.toFixed(0)} frames/s`, reached: framesPerSecond >= 50 },
      note: `${Math.round(scrolledPx).toLocaleString('en-US')} px at ${stepPx} px per frame, with older pages loaded on the way; ${long.length} frames took 50 ms or more.`,
    },
  ]
}
