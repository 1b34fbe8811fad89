/** Finds the container of a sound or film from the first bytes of its file. */
export interface Container {
  readonly mime: string
  /** Whether it can hold a film, or sound alone. */
  readonly holds: 'film' | 'sound'
}

/** Bytes that `containerOf` looks at. */
export const CONTAINER_BYTES = 64

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1')

/** An ISO base media file, by its major brand. */
const ofBrand = (brand: string): Container => {
  if (brand === 'qt  ') return { mime: 'video/quicktime', holds: 'film' }
  if (/^M4[AB] $/.test(brand)) return { mime: 'audio/mp4', holds: 'sound' }
  return { mime: 'video/mp4', holds: 'film' }
}

/** Sound in frames without a container: ADTS, or MPEG layer III with a bit rate and a sampling rate that exist. */
const ofSync = (head: Uint8Array): Container | undefined => {
  const [first = 0, second = 0, third = 0] = head
  if (first !== 0xff) return undefined
  if ((second & 0xf6) === 0xf0) return { mime: 'audio/aac', holds: 'sound' }
  const isLayer3 = (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08
  const bitRate = third >> 4
  const samplingRate = (third >> 2) & 3
  return isLayer3 && bitRate > 0 && bitRate < 15 && samplingRate < 3
    ? { mime: 'audio/mpeg', holds: 'sound' }
    : undefined
}

/**
 * The container that a file begins as, by the signatures of the formats (ISO/IEC 14496-12, Matroska, Ogg, RIFF, ID3, FLAC).
 * Nothing is decoded.
 * @returns undefined for every other file
 */
export const containerOf = (head: Uint8Array): Container | undefined => {
  if (latin1(head, 4, 8) === 'ftyp') return ofBrand(latin1(head, 8, 12))
  if (latin1(head, 0, 4) === '\x1a\x45\xdf\xa3')
    return latin1(head, 4, CONTAINER_BYTES).includes('webm')
      ? { mime: 'video/webm', holds: 'film' }
      : { mime: 'video/x-matroska', holds: 'film' }
  if (latin1(head, 0, 4) === 'OggS') return { mime: 'audio/ogg', holds: 'sound' }
  if (latin1(head, 0, 4) === 'RIFF' && latin1(head, 8, 12) === 'WAVE') return { mime: 'audio/wav', holds: 'sound' }
  if (latin1(head, 0, 4) === 'fLaC') return { mime: 'audio/flac', holds: 'sound' }
  if (latin1(head, 0, 3) === 'ID3') return { mime: 'audio/mpeg', holds: 'sound' }
  return ofSync(head)
}

/** The same container where it holds sound alone, as in a voice message. */
const soundOnly: Readonly<Record<string, string>> = { 'video/mp4': 'audio/mp4', 'video/webm': 'audio/webm' }

/** The type that sound in a container is played as; undefined when players of sound don't take it. */
export const soundMime = ({ mime, holds }: Container): string | undefined =>
  holds === 'sound' ? mime : soundOnly[mime]
