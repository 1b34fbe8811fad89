/** Far more than anything takes; then what the test expects says what is missing. */
const LIMIT_MS = 60_000

/** Waits until something is so that follows by itself from what happened, such as a query that nobody waits for. */
export const eventually = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const began = performance.now()
  while (!(await isSo()) && performance.now() - began < LIMIT_MS) await Bun.sleep(2)
}
