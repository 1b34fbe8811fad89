/** A tab that is not looked at lets one that is go first. */
const behindMs = 300
/** Nobody else does the same within this. */
const heldMs = 5_000

/**
 * Does something in one tab only, of all that hear of it: in the one that is looked at, if there is one. Where the platform
 * has no locks, each tab does it.
 */
export const inOneTab = async (name: string, { here }: { readonly here: boolean }, run: () => void): Promise<void> => {
  if (!here) await new Promise((resolve) => setTimeout(resolve, behindMs))
  const { locks } = navigator
  if (!locks) return run()
  await locks.request(`parley:${name}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    run()
    await new Promise((resolve) => setTimeout(resolve, heldMs))
  })
}
