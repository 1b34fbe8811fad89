import type { Locator } from '@playwright/test'

/** What stood on screen after one frame was painted. Places are px below the top of the history's view. */
export interface Frame {
  /** The rows that can be seen, by key, with the place of their upper edge. */
  readonly rows: readonly (readonly [key: string, top: number])[]
  /** Whether rows cover the whole view. */
  readonly covered: boolean
  readonly toEnd: number
  readonly scrollTop: number
  readonly scrollHeight: number
}

/** Runs in the page: keeps a frame after each paint until `stop`. */
const startInPage = () => {
  const state = globalThis as unknown as { recordedFrames: Frame[]; stopRecording: () => void }
  const frames: Frame[] = []
  let running = true
  const look = () => {
    const view = document.querySelector<HTMLElement>('[data-testid=viewport]')
    if (!view?.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      return frames.push({ rows: [], covered: false, toEnd: 0, scrollTop: 0, scrollHeight: 0 })
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
    return frames.push({ rows, covered, toEnd, scrollTop, scrollHeight })
  }
  // A message to itself is handled after the frame was painted, when everything that belongs to it is done.
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

/** Records what is painted of the history until `stop`, also across a change of chats. */
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

/** Waits until the history has stood still for five frames. */
export const standsStill = (inPage: Locator): Promise<void> =>
  inPage.page().evaluate(async () => {
    const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    let before = ''
    let calm = 0
    for (let frames = 0; calm < 5; frames++) {
      if (frames === 3_000) throw new Error(`The history does not stand still. Its rows stand at ${before}`)
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
 * How far rows moved between two frames beyond whole steps of scrolling: undefined where no row is in both.
 * @param stepPx the distance of one step; what is left after whole steps was moved by nobody
 */
export const strayPx = (before: Frame, after: Frame, stepPx: number): number | undefined => {
  const moves = before.rows.flatMap(([key, top]) => {
    const later = topOf(after, key)
    return later === undefined ? [] : [later - top]
  })
  const [first] = moves
  if (first === undefined) return undefined
  const strays = moves.map((move) => Math.abs(move - Math.round(move / stepPx) * stepPx))
  return Math.max(...strays)
}

/** How far one row strayed from where it stood, over all frames that show it; it must be in the first. */
export const driftPx = (frames: readonly Frame[], key: string): number => {
  const start = topOf(frames[0], key)
  if (start === undefined) throw new Error(`The row ${key} is not on screen.`)
  return Math.max(...frames.map((frame) => Math.abs((topOf(frame, key) ?? Number.POSITIVE_INFINITY) - start)))
}

/** The longest run of frames for which something held. */
export const longestRun = (frames: readonly Frame[], holds: (frame: Frame) => boolean): number => {
  let longest = 0
  let run = 0
  for (const frame of frames) {
    run = holds(frame) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
