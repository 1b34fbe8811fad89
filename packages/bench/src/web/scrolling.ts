/** A6 and A7: scrolls through a hundred thousand messages, and measures the memory afterwards. */

import { quantile, type WebRow } from '../report/web-row'
import { longestChat } from '../seed/big/big-dataset'
import { openByName, visitChats } from './chats'
import { betweenFrames, longestBlank, scrollMessages, watchFrames } from './frames'
import { type Heap, heapOf } from './heap'
import { people, type WebContext } from './web-context'

const speedPxPerSecond = 4_000
const scrollSeconds = 30

export const scrolling = async (context: WebContext): Promise<WebRow[]> => {
  const page = await context.page(people.demo)
  await openByName(page, longestChat)
  const box = await page.getByTestId('viewport').boundingBox()
  const session = await page.context().newCDPSession(page)
  const watching = await watchFrames(page)
  await session.send('Input.synthesizeScrollGesture', {
    ...{ x: (box?.x ?? 0) + 300, y: (box?.y ?? 0) + 300, yDistance: speedPxPerSecond * scrollSeconds },
    ...{ speed: speedPxPerSecond, gestureSourceType: 'mouse', preventFling: true },
  })
  const { frames, long } = await watching.stop()
  await page.context().close()
  const times = betweenFrames(frames)
  const [p95, worst, blank] = [quantile(times, 0.95), times.at(-1) ?? 0, longestBlank(frames)]
  const nodes = Math.max(...frames.map((frame) => frame.nodes))
  const passed = (frames[0]?.first ?? 0) - (frames.at(-1)?.first ?? 0)
  const scripts = long.toSorted((a, b) => b.ms - a.ms)[0]?.scripts.join(', ')
  return [
    {
      ...{ id: 'A6', work: 'frame, p95 of 30 s at 4,000 px/s', target: '≤ 20 ms', targetHere: '≤ 33 ms' },
      ...{ measured: `${p95.toFixed(1)} ms`, reached: p95 <= 33 },
      note: `${passed} messages passed in ${frames.length} frames; half of the frames took at most ${quantile(times, 0.5).toFixed(1)} ms.`,
    },
    {
      ...{ id: 'A6', work: 'the longest of these frames', target: '≤ 120 ms', measured: `${worst.toFixed(0)} ms` },
      ...{ reached: worst <= 120, ...(scripts && { note: `this frame ran ${scripts}.` }) },
    },
    {
      ...{ id: 'A6', work: 'longest time without rows in view', target: '≤ 100 ms' },
      ...{ measured: `${blank.ms.toFixed(0)} ms`, reached: blank.ms <= 100 },
    },
    {
      ...{ id: 'A6', work: 'nodes in the document, maximum', target: '≤ 6,000' },
      ...{ measured: nodes.toLocaleString('en-US'), reached: nodes <= 6_000 },
    },
  ]
}

const chatsEach = 60
const messagesEach = 20_000

const growth = (one: Heap | undefined, other: Heap | undefined): number =>
  ((other?.heapBytes ?? 0) / (one?.heapBytes ?? 1) - 1) * 100

export const memory = async (context: WebContext): Promise<WebRow[]> => {
  const page = await context.page(people.demo)
  const session = await page.context().newCDPSession(page)
  const rounds: Heap[] = []
  for (let round = 0; round < 3; round++) {
    await openByName(page, longestChat)
    await scrollMessages(page, { frameStepPx: -2_400, messages: messagesEach })
    await visitChats(page, chatsEach)
    rounds.push(await heapOf(page, session))
  }
  await page.context().close()
  const megabytes = rounds.map(({ heapBytes }) => heapBytes / 1_000_000)
  const detached = Math.max(...rounds.map((round) => round.detached))
  const grown = growth(rounds[1], rounds[2])
  return [
    {
      ...{ id: 'A7', work: 'JavaScript heap after 60 chats and 20,000 messages', target: '≤ 120 MB' },
      ...{ measured: `${megabytes[0]?.toFixed(1)} MB`, reached: Math.max(...megabytes) <= 120 },
      note: `after each of three rounds: ${megabytes.map((size) => size.toFixed(1)).join(', ')} MB.`,
    },
    { id: 'A7', work: 'detached nodes', target: '≤ 200', measured: String(detached), reached: detached <= 200 },
    {
      ...{ id: 'A7', work: 'heap of the third round over the second', target: '≤ +3 %' },
      ...{ measured: `${grown >= 0 ? '+' : '−'}${Math.abs(grown).toFixed(1)} %`, reached: grown <= 3 },
    },
  ]
}
