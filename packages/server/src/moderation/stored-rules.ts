import { limits, type SendingLimits } from '@parley/protocol'
import { refusedPatterns, refusedWords, SendingLimits as sendingLimits } from '@parley/protocol/moderation'

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
export const storedWords = (text: string | undefined): Stored<string[]> =>
  storedList(text, { item: refusedWords.element, most: limits.refusedWords })

/** The stored regular expressions that are valid as texts. */
export const storedPatterns = (text: string | undefined): Stored<string[]> =>
  storedList(text, { item: refusedPatterns.element, most: limits.refusedPatterns })

const storedList = (
  text: string | undefined,
  { item, most }: { readonly item: typeof refusedWords.element; readonly most: number },
): Stored<string[]> => {
  if (text === undefined) return { value: [], isWhole: true }
  const held = parsed(text)
  const list: unknown[] = Array.isArray(held) ? held : []
  const valid = list.flatMap((one) => {
    const { success, data } = item.safeParse(one)
    return success ? [data] : []
  })
  const value = valid.slice(0, most)
  return { value, isWhole: Array.isArray(held) && value.length === held.length }
}
