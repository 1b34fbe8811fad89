import { limits } from '@parley/protocol/limits'

/** The words of a text, one on each line; each of them once. */
export const typedWords = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]

/** Whether the server takes so many words of this length. */
export const areTooMany = (words: readonly string[]): boolean =>
  words.length > limits.refusedWords || words.some((word) => word.length > limits.refusedWordMaxChars)
