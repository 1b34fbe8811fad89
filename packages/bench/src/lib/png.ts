import { crc32, deflateSync } from 'node:zlib'

const chunk = (type: string, bytes: Uint8Array): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), bytes])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(bytes.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/**
 * Encodes a picture as a PNG of 8 bits per channel, without filters.
 * @param colour red, green and blue of a pixel, each from 0 to 255
 * @see https://www.w3.org/TR/png-3/
 */
export const encodePng = (
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly number[],
): Uint8Array<ArrayBuffer> => {
  const stride = width * 3 + 1
  const rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows.set(colour(x, y), y * stride + 1 + x * 3)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  const rest = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat([signature, ...rest]))
}
