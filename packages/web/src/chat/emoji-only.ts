/** How large a message of nothing but emoji is shown: one, two or three, a few; undefined for other texts. */
export type EmojiSize = 'one' | 'few' | 'line'

const maxEmoji = 12
const longest = 200
const emoji = /^\p{RGI_Emoji}$/v
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The size for a text of 1, 2–3 or up to 12 emoji (spaces between them do not matter). */
export const emojiSize = (text: string): EmojiSize | undefined => {
  if (text.length > longest || !/[^\p{L}\p{P}]/u.test(text)) return undefined
  let count = 0
  for (const { segment } of segmenter.segment(text)) {
    if (/^\s+$/.test(segment)) continue
    if (!emoji.test(segment)) return undefined
    count += 1
    if (count > maxEmoji) return undefined
  }
  if (count === 0) return undefined
  return count === 1 ? 'one' : count <= 3 ? 'few' : 'line'
}
