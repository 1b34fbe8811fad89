/** A10: the open world receives two hundred messages per second while the user types. */
import type { Result } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { quantile, timeRow, type WebRow } from '../report/web-row'
import { seededToken } from '../seed/tokens'
import { commitsPerFrame, countCommits } from './commits'
import { flood } from './flood'
import { betweenFrames, watchFrames } from './frames'
import { interactionsOf, watchInteractions } from './moving'
import { people, type WebContext, worldPath } from './web-context'

const perSecond = 200
const seconds = 20
const words = 'what somebody writes while it rains messages '

export const flooding = async (context: WebContext): Promise<WebRow[]> => {
  const browser = await context.context(people.demo)
  await countCommits(browser)
  const page = await browser.newPage()
  await page.goto(worldPath)
  await page.getByTestId('composer').focus()
  await page.waitForTimeout(1_500)
  await page.evaluate(watchInteractions)
  await commitsPerFrame(page)
  const watching = await watchFrames(page, { countsNodes: false })
  const tokens = people.talkers.map(seededToken)
  const flooded = flood({ url: context.url, tokens, chatId: WORLD_CHAT_ID, perSecond, seconds })
  await page.waitForTimeout((seconds * 1_000) / 2)
  const commits = await commitsPerFrame(page)
  await page.keyboard.type(words.repeat(3), { delay: 50 })
  const sent = await flooded
  await page.waitForTimeout(1_000)
  const { frames, long } = await watching.stop()
  const typing = await page.evaluate(interactionsOf)
  // The browser doesn't report events below its threshold of 16 ms.
  const quick = Array.from({ length: Math.max(0, words.length * 3 - typing.length) }, () => 16)
  const { messages } = await context.call<Result<'messages.list'>>(people.demo, 'messages.list', {
    ...{ chatId: WORLD_CHAT_ID, limit: 1 },
  })
  const shown = frames.at(-1)?.last ?? 0
  await browser.close()
  const times = betweenFrames(frames)
  const more = commits.filter(({ history }) => history > 2).length
  return [
    timeRow({
      ...{ id: 'A10', work: 'longest block of the main thread in 20 s at 200 messages/s', atMost: 200 },
      ms: Math.max(0, ...long.map(({ ms }) => ms)),
      note: `half of the frames took at most ${quantile(times, 0.5).toFixed(1)} ms, 95 % ${quantile(times, 0.95).toFixed(1)} ms.`,
    }),
    timeRow({ id: 'A10', work: 'typing at the same time, p95', ms: quantile([...typing, ...quick], 0.95), atMost: 50 }),
    {
      ...{ id: 'A10', work: 'frames in which the history renders more than twice', target: '0 %' },
      measured: `${((100 * more) / Math.max(1, commits.length)).toFixed(1)} %`,
      reached: more <= commits.length / 100,
      note: 'the first message of a burst renders at once, and all others together before the next frame.',
    },
    {
      ...{ id: 'A10', work: 'messages that the page shows at the end', target: 'all' },
      measured: `seq ${shown} of ${messages[0]?.seq ?? 0}, ${sent.length} were sent`,
      reached: shown === messages[0]?.seq,
    },
  ]
}
