/** Where other programs look for the head of what they know. */
const HEAD_BYTES = 1_024
const heads = /%PDF-|%!PS/
/** A ZIP archive, and what is made of one, is found from the end of a file. */
const ZIP_END_BYTES = 65_536 + 22
/** The mark of the record that ends an archive, which is on the first disk of one. */
const ZIP_END = Buffer.from('PK\u0005\u0006\0\0\0\0', 'latin1')

/** Texts after the `<` of a page or a program, in lower case. Long enough that no picture holds one by chance. */
const tags = ['script', 'html', 'iframe', '!doctype', '?php'].map((tag) => Buffer.from(tag))
/** Characters that can follow a tag: white space, or the end of the tag. */
const afterTag = new Set([9, 10, 11, 12, 13, 32, 62, 160])
const svg = Buffer.from('svg')
const xmlns = Buffer.from('xmlns')
/** A drawing names what it is within so many bytes of its tag. */
const SVG_HEAD_BYTES = 200
const LESS = 60
const GREATER = 62
const X = 120
const LOWER = 0x20

/**
 * Whether a picture file is also something else: a page, a program, a document, an archive. The stored picture is
 * re-encoded and holds nothing of it, but such a file is meant to cause harm. Takes time linear to the length, for any
 * bytes.
 */
export const isPolyglot = (bytes: Uint8Array): boolean => {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return (
    heads.test(all.toString('latin1', 0, HEAD_BYTES)) ||
    all.includes(ZIP_END, Math.max(0, all.length - ZIP_END_BYTES)) ||
    hasMarkup(all)
  )
}

const hasMarkup = (bytes: Uint8Array): boolean => {
  let svgAt = Number.NEGATIVE_INFINITY
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === LESS) {
      if (opensTag(bytes, at + 1)) return true
      if (follows(bytes, at + 1, svg)) svgAt = at
    } else if (byte === GREATER) svgAt = Number.NEGATIVE_INFINITY
    else if ((byte | LOWER) === X && at - svgAt <= SVG_HEAD_BYTES && follows(bytes, at, xmlns)) return true
  }
  return false
}

const opensTag = (bytes: Uint8Array, at: number): boolean => {
  for (const tag of tags) if (follows(bytes, at, tag) && afterTag.has(bytes[at + tag.length] ?? 0)) return true
  return false
}

/** Whether a text in lower case stands there, in letters of either case. */
const follows = (bytes: Uint8Array, at: number, text: Uint8Array): boolean => {
  for (let place = 0; place < text.length; place++) if (((bytes[at + place] ?? 0) | LOWER) !== text[place]) return false
  return true
}
