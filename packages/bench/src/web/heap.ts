import type { CDPSession, Page } from 'playwright-core'

export interface Heap {
  readonly heapBytes: number
  /** Nodes outside the document that are still referenced. */
  readonly detached: number
}

const nodesInPage = (): number => {
  let count = 1
  for (const walker = document.createTreeWalker(document); walker.nextNode(); ) count += 1
  return count
}

/** The page's heap after garbage collection. */
export const heapOf = async (page: Page, session: CDPSession): Promise<Heap> => {
  // Finalizers and weak references release more memory in each round.
  for (let round = 0; round < 3; round++) {
    await session.send('HeapProfiler.collectGarbage')
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)))
  }
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  const { nodes } = await session.send('Memory.getDOMCounters')
  const heapBytes = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0
  return { heapBytes, detached: Math.max(0, nodes - (await page.evaluate(nodesInPage))) }
}
