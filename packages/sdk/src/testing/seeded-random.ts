/** Random bytes that repeat with the seed (mulberry32). */
export const seededRandom = (seed: number) => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return (bytes: Uint8Array<ArrayBuffer>): void => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = next() & 0xff
  }
}
