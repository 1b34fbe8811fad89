import { deflateSync, inflateSync } from 'node:zlib'

/** A picture as bytes of red, green and blue, row by row. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly rgb: Uint8Array
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

const chunks = (png: Buffer): ReadonlyMap<string, Buffer> => {
  const found = new Map<string, Buffer>()
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const name = png.toString('latin1', at + 4, at + 8)
    const data = png.subarray(at + 8, at + 8 + length)
    found.set(name, Buffer.concat([found.get(name) ?? Buffer.alloc(0), data]))
    at += length + 12
  }
  return found
}

const paeth = (left: number, up: number, corner: number): number => {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

/** Removes the filters of the format (https://www.w3.org/TR/png-3/#9Filters) in place. */
const unfilter = (lines: Buffer, rowBytes: number, pixelBytes: number): void => {
  for (let start = 0; start < lines.length; start += rowBytes + 1) {
    const filter = lines[start]
    for (let at = start + 1; at <= start + rowBytes; at++) {
      const left = at - pixelBytes > start ? (lines[at - pixelBytes] ?? 0) : 0
      const up = start > 0 ? (lines[at - rowBytes - 1] ?? 0) : 0
      const corner = start > 0 && at - pixelBytes > start ? (lines[at - rowBytes - 1 - pixelBytes] ?? 0) : 0
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0
      lines[at] = ((lines[at] ?? 0) + guess) & 0xff
    }
  }
}

/** Decodes a PNG of eight bits: RGB or RGBA as browsers write it, or with a palette as `encodePalette` writes it. */
export const decodePng = (png: Buffer): Pixels => {
  const parts = chunks(png)
  const header = parts.get('IHDR') ?? Buffer.alloc(13)
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const pixelBytes = { 2: 3, 3: 1, 6: 4 }[header[9] ?? -1]
  if (pixelBytes === undefined || header[8] !== 8) throw new Error('not a PNG that this test reads')
  const lines = inflateSync(parts.get('IDAT') ?? Buffer.alloc(0))
  unfilter(lines, width * pixelBytes, pixelBytes)
  const palette = parts.get('PLTE')
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = y * (width * pixelBytes + 1) + 1 + x * pixelBytes
      for (let channel = 0; channel < 3; channel++, to++)
        rgb[to] = (palette ? palette[(lines[from] ?? 0) * 3 + channel] : lines[from + channel]) ?? 0
    }
  return { width, height, rgb }
}

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
  return crc >>> 0
})

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  let crc = 0xffffffff
  for (const byte of body) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0)
  return Buffer.concat([length, body, sum])
}

const colours = 256

/** The most frequent colours of a picture. */
const paletteOf = (rgb: Uint8Array): readonly number[] => {
  const counts = new Map<number, number>()
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = colourAt(rgb, at)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a, many], [b, more]) => more - many || a - b)
    .slice(0, colours)
    .map(([colour]) => colour)
}

const colourAt = (rgb: Uint8Array, at: number): number =>
  ((rgb[at] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at + 2] ?? 0)

const apart = (a: number, b: number): number =>
  Math.max(
    Math.abs((a >> 16) - (b >> 16)),
    Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)),
    Math.abs((a & 255) - (b & 255)),
  )

const nearest = (palette: readonly number[], colour: number): number => {
  let best = 0
  for (let at = 1; at < palette.length; at++)
    if (apart(palette[at] ?? 0, colour) < apart(palette[best] ?? 0, colour)) best = at
  return best
}

/**
 * Encodes a PNG of at most 256 colours, a third of the size of a full one. Surfaces keep their colour. The rarest
 * shades between a letter and its background take the nearest colour.
 */
export const encodePalette = ({ width, height, rgb }: Pixels): Buffer => {
  const palette = paletteOf(rgb)
  const places = new Map(palette.map((colour, at) => [colour, at]))
  const lines = Buffer.alloc((width + 1) * height)
  for (let y = 0, from = 0; y < height; y++)
    for (let x = 0; x < width; x++, from += 3) {
      const colour = colourAt(rgb, from)
      const place = places.get(colour) ?? nearest(palette, colour)
      places.set(colour, place)
      lines[y * (width + 1) + 1 + x] = place
    }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const entries = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  const parts = [chunk('IHDR', header), chunk('PLTE', entries), chunk('IDAT', deflateSync(lines, { level: 9 }))]
  return Buffer.concat([signature, ...parts, chunk('IEND', Buffer.alloc(0))])
}

/**
 * A picture in the colours of a reference that `encodePalette` wrote: rare shades take the nearest colour of the
 * reference, as they did there. Frequent colours stay, so that a changed surface still differs.
 */
export const inColoursOf = (reference: Buffer, { width, height, rgb }: Pixels): Pixels => {
  const entries = chunks(reference).get('PLTE') ?? Buffer.alloc(0)
  const palette = Array.from({ length: entries.length / 3 }, (_, at) => colourAt(entries, at * 3))
  const shown = new Map(paletteOf(rgb).map((colour) => [colour, colour]))
  const reduced = new Uint8Array(rgb.length)
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = colourAt(rgb, at)
    const taken = shown.get(colour) ?? palette[nearest(palette, colour)] ?? colour
    shown.set(colour, taken)
    reduced.set([taken >> 16, (taken >> 8) & 255, taken & 255], at)
  }
  return { width, height, rgb: reduced }
}

/** The share of pixels, from 0 to 1, that differ by more than `most` in a channel. Both pictures have the same size. */
export const differingShare = (one: Pixels, other: Pixels, most: number): number => {
  let count = 0
  for (let at = 0; at < one.rgb.length; at += 3)
    if (apart(colourAt(one.rgb, at), colourAt(other.rgb, at)) > most) count++
  return (count * 3) / one.rgb.length
}
