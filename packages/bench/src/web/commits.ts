import type { BrowserContext, Page } from 'playwright-core'

interface InPage {
  __REACT_DEVTOOLS_GLOBAL_HOOK__?: object
  commits?: { perFrame: number[]; now: number }
}

const countInPage = (): void => {
  const counted = { perFrame: [] as number[], now: 0 }
  const frame = () => {
    counted.perFrame.push(counted.now)
    counted.now = 0
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  const nothing = () => undefined
  // React reports its commits to this hook of its developer tools, also in production.
  Object.assign(globalThis as InPage, {
    commits: counted,
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      ...{ supportsFiber: true, renderers: new Map(), inject: () => 1, checkDCE: nothing },
      ...{ onCommitFiberUnmount: nothing, onPostCommitFiberRoot: nothing },
      onCommitFiberRoot: () => {
        counted.now += 1
      },
    },
  })
}

/** Counts how often React changes the pages of a context. Call it before they load. */
export const countCommits = (context: BrowserContext): Promise<unknown> => context.addInitScript(countInPage)

/** Commits in each frame since the last call, or since the page loaded. */
export const commitsPerFrame = (page: Page): Promise<number[]> =>
  page.evaluate(() => (globalThis as InPage).commits?.perFrame.splice(0) ?? [])
