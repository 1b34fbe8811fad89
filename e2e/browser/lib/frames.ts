import type { Locator } from '@playwright/test'

/** The screen after one painted frame. Offsets are in px below the top of the history's view. */
export interface Frame {
  /** The visible rows by key, with the offset of their upper edge. */
  readonly rows: readonly (readonly [key: string, top: number])[]
  /** Whether the history is there but hidden, as long as it isn't at its place yet. */
  readonly hidden: boolean
  /** Whether rows cover the whole view. */
  readonly covered: boolean
  readonly toEnd: number
  readonly scrollTop: number
  readonly scrollHeight: number
}

/** Runs in the page: records a frame after each paint until `stop`. */
const startInPage = () => {
  const state = globalThis as unknown as { recordedFrames: Frame[]; stopRecording: () => void }
  const frames: Frame[] = []
  let running = true
  const look = () => {
    const view = document.querySelector<HTMLElement>('[data-testid=viewport]')
    if (!view?.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      return frames.push({ rows: [], hidden: !!view, covered: false, toEnd: 0, scrollTop: 0, scrollHeight: 0 })
    const box = view.getBoundingClientRect()
    const rows: [string, number][] = []
    let upper = Number.POSITIVE_INFINITY
    let lower = 0
    for (const row of view.querySelectorAll<HTMLElement>('[data-key]')) {
      const { top, bottom } = row.getBoundingClientRect()
      upper = Math.min(upper, top - box.top)
      lower = Math.max(lower, bottom - box.top)
      if (bottom > box.top && top < box.bottom) rows.push([row.dataset.key ?? '', top - box.top])
    }
    const { scrollTop, scrollHeight, clientHeight } = view
    const toEnd = scrollHeight - clientHeight - scrollTop
    const covered = (upper <= 1 || scrollTop < 1) && (lower >= clientHeight - 1 || toEnd < 1)
    return frames.push({ rows, hidden: false, covered, toEnd, scrollTop, scrollHeight })
  }
  // The browser handles a message to itself after painting the frame and all work for it.
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    if (!running) return
    look()
    requestAnimationFrame(() => port2.postMessage(0))
  }
  requestAnimationFrame(() => port2.postMessage(0))
  state.recordedFrames = frames
  state.stopRecording = () => {
    running = false
  }
}

/** Records the painted frames of the history until `stop`, also across a change of chats. */
export const recordFrames = async (inPage: Locator): Promise<{ stop(): Promise<readonly Frame[]> }> => {
  const page = inPage.page()
  await page.evaluate(startInPage)
  return {
    stop: () =>
      page.evaluate(() => {
        const state = globalThis as unknown as { recordedFrames: Frame[]; stopRecording: () => void }
        state.stopRecording()
        return state.recordedFrames
      }),
  }
}

/** Waits until the history has not moved for five frames. */
export const waitUntilStill = (inPage: Locator): Promise<void> =>
  inPage.page().evaluate(async () => {
    const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    let before = ''
    let calm = 0
    for (let frames = 0; calm < 5; frames++) {
      if (frames === 3_000) throw new Error(`The history keeps moving. Its rows are at ${before}`)
      await frame()
      const rows = [...document.querySelectorAll<HTMLElement>('[data-testid=viewport] [data-key]')]
      const now = rows.map((row) => `${row.dataset.key}@${row.getBoundingClientRect().top}`).join()
      calm = now === before && now !== '' ? calm + 1 : 0
      before = now
    }
  })

const topOf = (frame: Frame | undefined, key: string): number | undefined =>
  frame?.rows.find(([rowKey]) => rowKey === key)?.[1]

/**
 * How far rows moved between two frames, apart from whole scroll steps; undefined when no row is in both frames.
 * @param stepPx the distance of one scroll step; any remainder is unwanted movement
 */
export const unwantedScrollPx = (before: Frame, after: Frame, stepPx: number): number | undefined => {
  const moves = before.rows.flatMap(([key, top]) => {
    const later = topOf(after, key)
    return later === undefined ? [] : [later - top]
  })
  const [first] = moves
  if (first === undefined) return undefined
  const strays = moves.map((move) => Math.abs(move - Math.round(move / stepPx) * stepPx))
  return Math.max(...strays)
}

/** How far one row moved from its first position, over all frames. The row must be in the first frame. */
export const driftPx = (frames: readonly Frame[], key: string): number => {
  const start = topOf(frames[0], key)
  if (start === undefined) throw new Error(`The row ${key} is not on screen.`)
  return Math.max(...frames.map((frame) => Math.abs((topOf(frame, key) ?? Number.POSITIVE_INFINITY) - start)))
}

/** The longest run of frames for which a condition held. */
export const longestRun = (frames: readonly Frame[], holds: (frame: Frame) => boolean): number => {
  let longest = 0
  let run = 0
  for (const frame of frames) {
    run = holds(frame) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
