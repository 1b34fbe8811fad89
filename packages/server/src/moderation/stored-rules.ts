import { limits, type SendingLimits } from '@parley/protocol'
import { refusedWords, SendingLimits as sendingLimits } from '@parley/protocol/moderation'

/** A read value, and whether all of it was valid. */
export interface Stored<T> {
  readonly value: T
  readonly isWhole: boolean
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The stored limits. Those that are missing, as other versions store them, have their initial value; so have invalid ones. */
export const storedLimits = (text: string | undefined, initial: SendingLimits): Stored<SendingLimits> => {
  if (text === undefined) return { value: initial, isWhole: true }
  const held = parsed(text)
  const { success, data } = sendingLimits.safeParse(typeof held === 'object' ? { ...initial, ...held } : held)
  return { value: success ? data : initial, isWhole: success }
}

/** The stored words that are valid. */
export const storedWords = (text: string | undefined): Stored<string[]> => {
  if (text === undefined) return { value: [], isWhole: true }
  const held = parsed(text)
  const words: unknown[] = Array.isArray(held) ? held : []
  const valid = words.flatMap((word) => {
    const { success, data } = refusedWords.element.safeParse(word)
    return success ? [data] : []
  })
  const value = valid.slice(0, limits.refusedWords)
  return { value, isWhole: Array.isArray(held) && value.length === held.length }
}
