import type { BrowserContext, Page } from 'playwright-core'

/** How often React changed the page in one frame, and how often the history rendered. */
export interface FrameCommits {
  readonly all: number
  readonly history: number
}

interface InPage {
  __REACT_DEVTOOLS_GLOBAL_HOOK__?: object
  commits?: { perFrame: FrameCommits[]; all: number; history: number }
}

const countInPage = (): void => {
  const counted = { perFrame: [] as FrameCommits[], all: 0, history: 0 }
  const frame = () => {
    counted.perFrame.push({ all: counted.all, history: counted.history })
    Object.assign(counted, { all: 0, history: 0 })
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  // React keeps an element's last props at the element. Each rendering of the history gives it new ones.
  const historyProps = (): unknown => {
    const feed = document.querySelector('[data-testid=viewport] [role=feed]')
    return feed && Object.entries(feed).find(([name]) => name.startsWith('__reactProps$'))?.[1]
  }
  let before: unknown
  const nothing = () => undefined
  // React reports its commits to this hook of its developer tools, also in production.
  Object.assign(globalThis as InPage, {
    commits: counted,
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      ...{ supportsFiber: true, renderers: new Map(), inject: () => 1, checkDCE: nothing },
      ...{ onCommitFiberUnmount: nothing, onPostCommitFiberRoot: nothing },
      onCommitFiberRoot: () => {
        counted.all += 1
        const props = historyProps()
        if (props !== before) counted.history += 1
        before = props
      },
    },
  })
}

/** Counts how often React changes the pages of a context. Call it before they load. */
export const countCommits = (context: BrowserContext): Promise<unknown> => context.addInitScript(countInPage)

/** Commits in each frame since the last call, or since the page loaded. */
export const commitsPerFrame = (page: Page): Promise<FrameCommits[]> =>
  page.evaluate(() => (globalThis as InPage).commits?.perFrame.splice(0) ?? [])
