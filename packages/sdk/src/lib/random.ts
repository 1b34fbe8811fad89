import type { RandomBytes } from '@parley/protocol/ids'

/** Bytes of the platform, which insecure origins have too. */
export const platformRandom: RandomBytes = (bytes) => {
  crypto.getRandomValues(bytes)
}

/** A number from 0 up to, not including, 1. */
export const fraction = (random: RandomBytes): number => {
  const bytes = new Uint8Array(4)
  random(bytes)
  return new DataView(bytes.buffer).getUint32(0) / 2 ** 32
}
