/** Tabs that are not visible wait this long for the visible one. */
const behindMs = 300
/** No other tab runs the same action within this time. */
const heldMs = 5_000

interface OneTabOptions {
  readonly name: string
  /** Whether this tab is the visible one. */
  readonly here: boolean
  readonly run: () => void
  /** Undefined without locks in the browser. */
  readonly locks?: Pick<LockManager, 'request'> | undefined
  readonly wait?: (ms: number) => Promise<void>
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Runs an action in only one of all tabs that call this: in the visible one, if there is one. Without locks in the
 * browser, each tab runs it.
 */
export const runInOneTab = async (options: OneTabOptions): Promise<void> => {
  const { name, here, run, locks, wait = pause } = options
  if (!here) await wait(behindMs)
  if (!locks) return run()
  await locks.request(`parley:${name}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    run()
    await wait(heldMs)
  })
}
