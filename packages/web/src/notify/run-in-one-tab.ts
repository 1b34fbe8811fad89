/** Tabs that are not visible wait this long for the visible one. */
const behindMs = 300
/** No other tab runs the same action within this time. */
const heldMs = 5_000

/**
 * Runs an action in only one of all tabs that call this: in the visible one, if there is one. Without locks in the
 * browser, each tab runs it.
 */
export const runInOneTab = async (
  name: string,
  { here }: { readonly here: boolean },
  run: () => void,
): Promise<void> => {
  if (!here) await new Promise((resolve) => setTimeout(resolve, behindMs))
  const { locks } = navigator
  if (!locks) return run()
  await locks.request(`parley:${name}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    run()
    await new Promise((resolve) => setTimeout(resolve, heldMs))
  })
}
