/** Far more than anything takes, also on a busy machine. */
const LIMIT_MS = 5 * 60_000

/**
 * Waits until something is so that follows by itself from what happened, such as a query that no caller waits for.
 * @throws when it is still not so after five minutes
 */
export const eventually = async (isSo: () => boolean | Promise<boolean>, limitMs = LIMIT_MS): Promise<void> => {
  const endMs = performance.now() + limitMs
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`Still not so after ${limitMs} ms: ${isSo}`)
    await Bun.sleep(2)
  }
}
