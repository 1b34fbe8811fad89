/**
 * Takes steps until something holds.
 * @throws Error after `most` steps: a test that waits for what never comes fails and says so
 */
export const until = async (holds: () => boolean, step: () => Promise<unknown>, most = 200): Promise<void> => {
  for (let steps = 0; !holds(); steps++) {
    if (steps === most) throw new Error(`It does not hold after ${most} steps: ${holds}`)
    await step()
  }
}
