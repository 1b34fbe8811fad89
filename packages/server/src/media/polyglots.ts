import { setImmediate as nextTurn } from 'node:timers/promises'

/** Where other programs look for the head of what they know. */
const HEAD_BYTES = 1_024
/** A ZIP archive, and what is made of one, is found from the end of a file. */
const ZIP_END_BYTES = 65_536 + 22
/** The mark of the record that ends an archive, which is on the first disk of one. */
const ZIP_END = Buffer.from('PK\u0005\u0006\0\0\0\0', 'latin1')
const BATCH_BYTES = 1024 * 1024
/** What begins in one part may end in the next. */
const OVERLAP_BYTES = 256
/** Long enough that no picture holds one by chance. */
const marks = /<(?:script|html|iframe|!doctype|\?php)[\s>]|<svg[^>]{1,200}xmlns/i
const heads = /%PDF-|%!PS/

/**
 * Whether a file is something else besides a picture: a page, a program, a document, an archive. What is stored is made anew
 * and holds nothing of it; a file like that is still made to harm somebody. In parts, so that nobody waits for it.
 */
export const isPolyglot = async (bytes: Uint8Array): Promise<boolean> => {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (heads.test(all.toString('latin1', 0, HEAD_BYTES))) return true
  if (all.includes(ZIP_END, Math.max(0, all.length - ZIP_END_BYTES))) return true
  for (let at = 0; at < all.length; at += BATCH_BYTES) {
    if (marks.test(all.toString('latin1', at, at + BATCH_BYTES + OVERLAP_BYTES))) return true
    await nextTurn()
  }
  return false
}
