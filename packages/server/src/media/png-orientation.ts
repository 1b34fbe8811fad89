const SIGNATURE_BYTES = 8
const ORIENTATION = 0x112

/**
 * How a PNG file says that it is to be turned, from 1 (as it is) to 8, as in EXIF. The decoder looks for this in JPEG files alone.
 * @returns 1 for every other file
 */
export const pngOrientation = (file: Uint8Array): number => {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.length < SIGNATURE_BYTES || bytes.readUInt32BE(0) !== 0x89504e47) return 1
  for (let at = SIGNATURE_BYTES; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (bytes.toString('latin1', at + 4, at + 8) === 'eXIf') return orientationIn(bytes.subarray(at + 8, end - 4))
    at = end
  }
  return 1
}

/** After the TIFF specification: the first directory names a field, its type, its count and its value in 12 bytes each. */
const orientationIn = (tiff: Buffer): number => {
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  if (tiff.length < 8) return 1
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + entry * 12
    if (at + 12 > tiff.length) return 1
    if (short(at) !== ORIENTATION) continue
    const value = short(at + 8)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** Rotates a picture by its EXIF orientation. */
export const turned = (image: Bun.Image, orientation: number): Bun.Image => {
  const quarters = [0, 0, 0, 2, 2, 1, 1, 3, 3][orientation] ?? 0
  const straight = quarters === 0 ? image : image.rotate(quarters * 90)
  return [2, 4, 5, 7].includes(orientation) ? straight.flop() : straight
}
