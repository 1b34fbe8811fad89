import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { hostilePayloads } from '../testing/hostile-payloads'
import { lossesOf } from '../testing/lost-characters'
import { commonmarkTexts, emojiForms, naughtyTexts } from '../testing/typed-texts'

/** The texts with a character that is neither shown nor a mark. */
const lossy = (texts: readonly string[]) =>
  texts.flatMap((text) => {
    const { typed, shown, odd } = lossesOf(text)
    return typed === shown && odd.length === 0 ? [] : [{ text, typed, shown, odd }]
  })

test('every example of CommonMark shows all characters, except for formatting marks', () => {
  expect(commonmarkTexts.length).toBeGreaterThan(600)
  expect(lossy(commonmarkTexts)).toEqual([])
})

test('naughty strings show all characters', () => {
  expect(naughtyTexts.length).toBeGreaterThan(450)
  expect(lossy(naughtyTexts)).toEqual([])
})

test('every form of every emoji is shown as typed, alone and between words and marks', () => {
  expect(emojiForms.length).toBeGreaterThan(3_500)
  expect(lossy(emojiForms)).toEqual([])
  expect(lossy(emojiForms.map((emoji) => `**${emoji}好**${emoji}*a*${emoji}https://a.example${emoji}`))).toEqual([])
})

test('hostile texts show all characters', () => expect(lossy(hostilePayloads)).toEqual([]))

test('random texts of marks, letters and line breaks show all characters', () => {
  const pieces = [
    ...'*_~`#>-+=|&;:.!?()[]{}<>@\\/"\'1a 字。，：“”（）\n\t',
    ...[
      '**',
      '~~',
      '```',
      '\n> ',
      '\n- ',
      '\n1. ',
      '\n  ',
      '\n\n',
      '[ ] ',
      '[x] ',
      '](https://a.test)',
      'https://',
      'www.',
    ],
    ...[
      'a.example',
      '例子.测试',
      '/路径',
      'bob@',
      '&#42;',
      '😀',
      '\u200b',
      '(*^_^*)',
      '__init__',
      '重点',
      'word',
      '\\*',
      '\\_',
      '\\`',
    ],
  ]
  const texts = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.string()), { maxLength: 24 })
  fc.assert(
    fc.property(
      texts.map((parts) => parts.join('')),
      (text) => {
        const { typed, shown, odd } = lossesOf(text)
        expect({ shown, odd }).toEqual({ shown: typed, odd: [] })
      },
    ),
    { numRuns: 5_000 },
  )
})
