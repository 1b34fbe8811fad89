import { profileMaxBytes } from '@parley/protocol/picture-file'

const HEAD_BYTES = 12
/** Bit of the first byte of `VP8X` that announces a colour profile. */
const PROFILE_FLAG = 0x20

/** Takes the colour profile out of a WebP file when it is a large one. After the container specification of WebP (RIFF). */
export const withoutLargeProfile = (webp: Uint8Array): Uint8Array => {
  const view = new DataView(webp.buffer, webp.byteOffset, webp.byteLength)
  for (let at = HEAD_BYTES; at + 8 <= webp.byteLength; ) {
    const length = view.getUint32(at + 4, true)
    const end = at + 8 + length + (length % 2)
    if (fourCcAt(webp, at) === 'ICCP')
      return length <= profileMaxBytes ? webp : cut(webp, { from: at, to: Math.min(end, webp.byteLength) })
    at = end
  }
  return webp
}

const fourCcAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

const cut = (webp: Uint8Array, { from, to }: { from: number; to: number }): Uint8Array => {
  const kept = new Uint8Array(webp.byteLength - (to - from))
  kept.set(webp.subarray(0, from))
  kept.set(webp.subarray(to), from)
  const view = new DataView(kept.buffer)
  view.setUint32(4, kept.byteLength - 8, true)
  if (fourCcAt(kept, HEAD_BYTES) === 'VP8X') kept[HEAD_BYTES + 8] = (kept[HEAD_BYTES + 8] ?? 0) & ~PROFILE_FLAG
  return kept
}
