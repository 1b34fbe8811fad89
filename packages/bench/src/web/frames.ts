/** Watches the paints of the history while it scrolls. Tests use this too, on Node. */
import type { Page } from 'playwright-core'

/** One frame, inspected after its paint. */
export interface PaintedFrame {
  /** Since the page was opened. */
  readonly atMs: number
  /** Whether rows cover the whole view of the history. */
  readonly covered: boolean
  /** Rows in the document, and all its nodes: elements, texts, comments. 0 if they are not counted. */
  readonly rows: number
  readonly nodes: number
  /** Seqs of the first and the last message in the document, and whether all between them are there in order. */
  readonly first: number
  readonly last: number
  readonly inOrder: boolean
}

/** A `long-animation-frame` of the browser, which blocked the main thread for at least 50 ms. */
export interface LongFrame {
  readonly ms: number
  /** The scripts that ran, with their milliseconds. */
  readonly scripts: readonly string[]
}

export interface Painted {
  readonly frames: readonly PaintedFrame[]
  readonly long: readonly LongFrame[]
}

interface InPage {
  watched?: { frames: PaintedFrame[]; long: LongFrame[]; stop: () => void }
}

const watchInPage = ({ countsNodes }: { readonly countsNodes: boolean }): void => {
  const frames: PaintedFrame[] = []
  const long: LongFrame[] = []
  let running = true
  type Script = { invoker: string; sourceFunctionName: string; duration: number }
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { scripts: Script[] })[])
      long.push({
        ms: entry.duration,
        scripts: entry.scripts.map(
          ({ invoker, sourceFunctionName, duration }) => `${invoker} ${sourceFunctionName} ${Math.round(duration)} ms`,
        ),
      })
  })
  observer.observe({ type: 'long-animation-frame' })
  const countNodes = () => {
    let count = 0
    if (!countsNodes) return count
    for (const walker = document.createTreeWalker(document); walker.nextNode(); ) count += 1
    return count
  }
  const look = () => {
    const view = document.querySelector<HTMLElement>('[data-testid=viewport]')
    const rows = view ? [...view.querySelectorAll<HTMLElement>('[data-key]')] : []
    const [box, top, bottom] = [view, rows[0], rows.at(-1)].map((one) => one?.getBoundingClientRect())
    const seqs = rows.flatMap(({ dataset }) => (dataset.seq === undefined ? [] : [Number(dataset.seq)]))
    const toEnd = view ? view.scrollHeight - view.clientHeight - view.scrollTop : 0
    const isAbove = (top?.top ?? 1e9) - (box?.top ?? 0) <= 1 || (view?.scrollTop ?? 0) < 1
    const isBelow = (bottom?.bottom ?? -1e9) - (box?.bottom ?? 0) >= -1 || toEnd < 1
    const [first = 0, last = 0] = [seqs[0], seqs.at(-1)]
    frames.push({
      ...{ atMs: performance.now(), covered: rows.length > 0 && isAbove && isBelow, rows: rows.length },
      ...{ nodes: countNodes(), first, last, inOrder: seqs.every((seq, at) => seq === first + at) },
    })
  }
  // The browser handles a message to itself after painting the frame and all work for it.
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    if (!running) return
    look()
    requestAnimationFrame(() => port2.postMessage(0))
  }
  requestAnimationFrame(() => port2.postMessage(0))
  const stop = () => {
    running = false
    observer.disconnect()
  }
  ;(globalThis as InPage).watched = { frames, long, stop }
}

/**
 * Watches the painted frames until `stop`.
 * @param options `countsNodes`: counting takes milliseconds after each frame, which delay keys
 */
export const watchFrames = async (
  page: Page,
  { countsNodes = true }: { readonly countsNodes?: boolean } = {},
): Promise<{ stop(): Promise<Painted> }> => {
  await page.evaluate(watchInPage, { countsNodes })
  return {
    stop: () =>
      page.evaluate(() => {
        const { watched } = globalThis as InPage
        watched?.stop()
        return { frames: watched?.frames ?? [], long: watched?.long ?? [] }
      }),
  }
}

/** Milliseconds between the frames, sorted. */
export const betweenFrames = (frames: readonly PaintedFrame[]): number[] =>
  frames
    .slice(1)
    .map(({ atMs }, at) => atMs - (frames[at]?.atMs ?? atMs))
    .sort((a, b) => a - b)

/** The longest time without a covered view, in milliseconds and in frames. */
export const longestBlank = (frames: readonly PaintedFrame[]): { ms: number; frames: number } => {
  const longest = { ms: 0, frames: 0 }
  let since: { atMs: number; frames: number } | undefined
  for (const [at, { atMs, covered }] of frames.entries()) {
    since = covered ? undefined : (since ?? { atMs: frames[at - 1]?.atMs ?? atMs, frames: 0 })
    if (!since) continue
    since.frames += 1
    longest.ms = Math.max(longest.ms, atMs - since.atMs)
    longest.frames = Math.max(longest.frames, since.frames)
  }
  return longest
}

export interface Scroll {
  /** Pixels to scroll in each frame. Negative values scroll up. */
  readonly frameStepPx: number
  /** Stops after so many messages. */
  readonly messages: number
}

/** Scrolls frame by frame, as fast as the history loads. Returns the number of frames. */
export const scrollMessages = (page: Page, scroll: Scroll): Promise<number> =>
  page.evaluate(async ({ frameStepPx, messages }) => {
    const view = document.querySelector<HTMLElement>('[data-testid=viewport]')
    const seq = () => Number(view?.querySelector<HTMLElement>('[data-seq]')?.dataset.seq)
    const from = seq()
    let frames = 0
    for (let still = 0; view && Math.abs(seq() - from) < messages && still < 600; frames++) {
      const before = view.scrollTop
      view.scrollTop += frameStepPx
      await new Promise((resolve) => requestAnimationFrame(resolve))
      // At an edge the scrolling waits for more history. At the end of the history it stops.
      still = view.scrollTop === before ? still + 1 : 0
    }
    return frames
  }, scroll)
