/** Every so often, by a count of its own, so that a run with a fault repeats too. */
export const everyNth = (nth: number): (() => boolean) => {
  let count = 0
  return () => ++count % nth === 0
}
