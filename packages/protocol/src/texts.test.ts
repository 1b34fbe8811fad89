import { expect, test } from 'bun:test'
import { z } from 'zod'
import { methodEntries } from './json-schemas'
import { isVisible, visibleText } from './visible'

const nothing = {
  'no character': '',
  'white space': ' \t\n\u00a0\u2003\u3000',
  'zero-width characters': '\u200b\u200c\u200d\u2060\ufeff',
  'the empty braille pattern': '\u2800',
  'Hangul fillers': '\u3164\u115f\u1160\uffa0',
  'variation selectors': '\ufe0f\ufe0e\u{e0100}',
  tags: '\u{e0041}\u{e007f}',
  'marks of direction': '\u200e\u200f\u202e\u2067\u2069\u061c',
  'a soft hyphen': '\u00ad',
  controls: '\u0001\u0007\u0085',
  'combining marks alone': '\u0301\u0e47\u20e3',
  'a musical note without a head': '\u{1d159}',
  'blanks among hieroglyphs': '\u{13441}\u{13442}',
  'lone surrogates and noncharacters': '\ud800\uffff',
  'reserved formats': '\u2065\u{e0fff}\ufff0',
} as const

test.each(Object.entries(nothing))('%s: shows nothing', (_, text) => {
  expect([isVisible(text), visibleText(text)]).toEqual([false, ''])
})

test.each([
  '.',
  'é',
  'e\u0301',
  '爱',
  'ا',
  '👩🏽‍💻',
  '1\ufe0f\u20e3',
  '\uf8ff',
  '\u{1faea}',
  '\u{1fbff}',
  '⠁',
  '\u200b.',
])('%p shows something', (text) => {
  expect(isVisible(text)).toBe(true)
})

test('a visible text only loses the white space at its ends', () => {
  expect(visibleText(' \n\u200ba  b\u200b ')).toBe('\u200ba  b\u200b')
})

/** Strings that are no words for people: keys, and what is compared with stored values. */
const keys = new Set([
  ...['invite', 'setup', 'reset', 'code', 'login', 'password', 'newPassword', 'token', 'ticket', 'after'],
  ...['challenge', 'signature', 'algorithm', 'nonce', 'salt', 'keyPrefix', 'origins', 'jwt', 'hash'],
])
const words = 'Grüße 你好'

interface Field {
  readonly path: string
  readonly schema: z.ZodType
}

/** The strings in a schema, each with everything that is checked of it. */
const stringsIn = ({ path, schema }: Field): Field[] => {
  const inner = (more: z.core.$ZodType, key = '') => stringsIn({ path: `${path}${key}`, schema: more as z.ZodType })
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([key, one]) => inner(one, `.${key}`))
  if (schema instanceof z.ZodArray) return inner(schema.element, '[]')
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => inner(one))
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return inner(schema.unwrap())
  if (schema instanceof z.ZodPipe) return schema.in instanceof z.ZodString ? [{ path, schema }] : inner(schema.in)
  if (schema instanceof z.ZodString) return [{ path, schema }]
  const rest = [z.ZodNumber, z.ZodBoolean, z.ZodLiteral, z.ZodEnum, z.ZodRecord]
  if (rest.some((kind) => schema instanceof kind)) return []
  throw new Error(`${path} is of a kind that this test doesn’t know: ${schema.def.type}`)
}

/** Parameters with free text. */
const fields = methodEntries()
  .flatMap(([name, { input }]) => stringsIn({ path: name, schema: input }))
  .filter(
    ({ path, schema }) => schema.safeParse(words).success && !keys.has(/[^.[\]]+(?=[[\]]*$)/.exec(path)?.[0] ?? ''),
  )

test('every text field refuses invisible text or stores it as empty', () => {
  expect(fields.length).toBeGreaterThan(25)
  for (const { path, schema } of fields)
    for (const [what, text] of Object.entries(nothing)) {
      const { success, data } = schema.safeParse(text)
      expect([path, what, success ? data : '']).toEqual([path, what, ''])
    }
})
