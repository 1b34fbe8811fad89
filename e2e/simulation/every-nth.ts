/** Returns a function that is true at every nth call. It has its own counter, so that runs with faults repeat, too. */
export const everyNth = (nth: number): (() => boolean) => {
  let count = 0
  return () => ++count % nth === 0
}
