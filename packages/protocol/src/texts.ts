/** Forms of text that the contract uses. */
import { z } from 'zod'

/** Control characters, other ends of lines, and what turns the direction of the text around it. */
const unfitForALine = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u

/** A sign with a shape: some letters (the Hangul fillers) and one symbol (the empty braille pattern) have none. */
const visible = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u

/** One line that shows something. */
export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(max, { error: `must be at most ${max} characters` })
    .refine((text) => text.isWellFormed() && !unfitForALine.test(text), { error: 'must be one line of valid text' })
    .refine((text) => visible.test(text), { error: 'must hold something that can be seen' })

/** Refuses what no text may hold, or too much. Lengths are code points, as in JSON Schema; the refinement checks them. */
export const checkLetters =
  (max: number) =>
  (text: string, context: z.RefinementCtx): void => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message })
    if (text.length > max && [...text].length > max) refuse(`must be at most ${max} characters`)
    else if (!text.isWellFormed()) refuse('must not hold lone surrogates')
    else if (text.includes('\0')) refuse('must not hold NUL characters')
  }

/** Text of several lines that says something. */
export const longText = (max: number) =>
  z
    .string()
    .meta({ minLength: 1, maxLength: max })
    .superRefine((text, context) => {
      if (text.trim() === '') context.addIssue({ code: 'custom', message: 'must not be empty' })
      else checkLetters(max)(text, context)
    })
