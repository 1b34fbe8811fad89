import { inflateSync } from 'node:zlib'

const BYTES_PER_PIXEL = 4
const HEADER_BYTES = 8

/**
 * The pixels of a PNG as the runtime writes it (RGBA, 8 bits, not interlaced), row by row. After the PNG specification,
 * section 9 (filtering).
 */
export const pixelsOf = (png: Uint8Array): Uint8Array => {
  const { width, height, data } = chunksOf(png)
  const raw = inflateSync(data)
  const stride = width * BYTES_PER_PIXEL
  const pixels = new Uint8Array(stride * height)
  for (let row = 0; row < height; row++) {
    const at = row * (stride + 1)
    unfilter({ kind: raw[at] ?? 0, line: raw.subarray(at + 1, at + 1 + stride), pixels, from: row * stride, stride })
  }
  return pixels
}

const chunksOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const parts: Uint8Array[] = []
  let width = 0
  let height = 0
  for (let at = HEADER_BYTES; at + 8 <= png.byteLength; ) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8))
    if (type === 'IHDR') {
      ;[width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)]
      const [depth, colour, , , interlace] = png.subarray(at + 16, at + 21)
      if (depth !== 8 || colour !== 6 || interlace !== 0) throw new Error('not a PNG of RGBA with 8 bits')
    } else if (type === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  return { width, height, data: Buffer.concat(parts) }
}

interface Line {
  readonly kind: number
  readonly line: Uint8Array
  readonly pixels: Uint8Array
  readonly from: number
  readonly stride: number
}

const unfilter = ({ kind, line, pixels, from, stride }: Line): void => {
  for (let at = 0; at < stride; at++) {
    const left = at < BYTES_PER_PIXEL ? 0 : (pixels[from + at - BYTES_PER_PIXEL] ?? 0)
    const above = pixels[from + at - stride] ?? 0
    const corner = at < BYTES_PER_PIXEL ? 0 : (pixels[from + at - stride - BYTES_PER_PIXEL] ?? 0)
    pixels[from + at] = (line[at] ?? 0) + predicted(kind, { left, above, corner })
  }
}

const predicted = (kind: number, { left, above, corner }: { left: number; above: number; corner: number }): number => {
  if (kind === 1) return left
  if (kind === 2) return above
  if (kind === 3) return (left + above) >> 1
  if (kind !== 4) return 0
  const estimate = left + above - corner
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((value) => Math.abs(estimate - value)) as [
    number,
    number,
    number,
  ]
  if (byLeft <= byAbove && byLeft <= byCorner) return left
  return byAbove <= byCorner ? above : corner
}
