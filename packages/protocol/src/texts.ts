/** The forms of text in the contract. Every field with words that people write has one of them. */
import { z } from 'zod'
import { isVisible, visibleText, withoutHidden } from './visible'

/** Control characters, other line ends, and characters that change the direction of the text around them. */
const unfitForALine = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u
const invisible = 'must contain visible text'

/** One line of visible text. Hidden characters are removed. */
export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(max, { error: `must be at most ${max} characters` })
    .refine((text) => text.isWellFormed() && !unfitForALine.test(text), { error: 'must be one line of valid text' })
    .refine(isVisible, { error: invisible })
    .overwrite(withoutHidden)

/** Refuses invalid characters and long texts. Lengths are code points, as in JSON Schema. The refinement checks them. */
const checkLetters =
  (max: number) =>
  (text: string, context: z.RefinementCtx): void => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message })
    if (text.length > max && [...text].length > max) refuse(`must be at most ${max} characters`)
    else if (!text.isWellFormed()) refuse('must not contain lone surrogates')
    else if (text.includes('\0')) refuse('must not contain NUL characters')
  }

/** Visible text of several lines, stored unchanged. */
export const longText = (max: number) =>
  z
    .string()
    .meta({ minLength: 1, maxLength: max })
    .superRefine((text, context) => {
      if (!isVisible(text)) context.addIssue({ code: 'custom', message: text === '' ? 'must not be empty' : invisible })
      else checkLetters(max)(text, context)
    })

/** Text of several lines, stored unchanged. Invisible text becomes empty. */
export const unsentText = (max: number) =>
  z
    .string()
    .meta({ maxLength: max })
    .superRefine(checkLetters(max))
    .overwrite((text) => (isVisible(text) ? text : ''))

/** Text of several lines about a chat or a person. An empty text removes it. */
export const paragraph = (max: number) =>
  z
    .string()
    .trim()
    .max(max, { error: `must be at most ${max} characters` })
    .refine((text) => text.isWellFormed() && !text.includes('\0'), { error: 'must be valid text' })
    .overwrite(visibleText)

/** A search query. An invisible one becomes empty. */
export const query = (max: number) => z.string().overwrite(visibleText).max(max)
