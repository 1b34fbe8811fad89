import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { codesOf, foldedText } from '../folded-text'
import { limits } from '../limits'
import { Pattern } from './pattern'
import { PatternError } from './pattern-error'

const finds = (source: string, text: string): boolean => new Pattern(source).isIn(codesOf([...foldedText(text)]))

/** The problem of a pattern, and its character. */
const problemOf = (source: string): string => {
  try {
    new Pattern(source)
    return 'none'
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return error.at === undefined ? error.problem : `${error.problem} ${error.at}`
  }
}

test.each([
  ['k[i1!]te', 'my K1TE', 'my kitte'],
  ['KITE', 'ｋｉｔｅ', 'cite'],
  ['[A-Z]{3}\\d{4,6}', 'abc12345', 'ab1234'],
  ['\\bkites?\\b', 'my kites fly', 'kitesurf'],
  ['加.{0,3}微信', '加一下微信', '加上你们的微信'],
  ['[一-龥]{2}元', '五十元', '5元'],
  ['^buy', 'hello\nbuy now', 'please buy'],
  ['now$', 'buy now\nplease', 'now or never'],
  ['^buy$', 'hello\r\nbuy\r\nnow', 'hello buy'],
  ['^buy$', 'hello\rbuy\rnow', 'hello\u0085buy'],
  ['^buy$', 'hello\u2028buy\u2029now', 'hello\tbuy\tnow'],
  ['a.c', 'a\u0085c', 'a\rc'],
  ['(?:free|cheap) +(kites|boats)', 'Cheap   boats!', 'cheap cars'],
  ['a.c', 'a😀c', 'a\nc'],
  ['[^a-z ]', 'abc 1', 'a b c'],
  ['1\\.5\\$', 'only 1.5$', 'only 1x5$'],
  ['Straße', 'straße', 'strasse'],
  ['\\S+@\\w+\\.com', 'me@example.com', 'me @ example com'],
  ['x{2}', 'axxb', 'axb'],
  ['café', 'CAFE', 'caf'],
  ['a\\Bb', 'ab', 'a b'],
  // Texts are folded as a whole, and patterns in pieces.
  ['\u03c2', '\u03c3', 'o'],
  ['[\u03c2]', 'Σ', 'o'],
  ['σας$', 'ΣΑΣ', 'σας α'],
  ['\u1112\u1161\u11ab', '한', '하'],
  ['\u30ab\u3099+', 'ガガ', 'カ'],
  ['[\u30ab\u3099]x', 'ガx', 'カx'],
  ['[ﬁ]x', 'fix', 'ix'],
  ['x[a①-⑫]y', 'x12y', 'x13y'],
  ['[㍿]', '株式会社', '株式会'],
])('[WD5] the pattern %j finds %j and not %j', (source, found, other) => {
  expect([finds(source, found), finds(source, other)]).toEqual([true, false])
})

test.each([
  ['(kite', 'syntax 1'],
  ['kite)', 'syntax 5'],
  ['[kite', 'syntax 1'],
  ['a**', 'syntax 3'],
  ['*a', 'syntax 1'],
  ['a{2,1}', 'syntax 2'],
  ['a{x}', 'syntax 2'],
  ['[z-a]', 'syntax 4'],
  ['kite\\', 'syntax 5'],
  ['(?=a)', 'unsupported 3'],
  ['(a)\\1', 'unsupported 5'],
  ['\\p{L}', 'unsupported 2'],
  ['a{1000}', 'syntax 2'],
  ['a{101}', 'too_complex 2'],
  ['a*', 'matches_all'],
  ['', 'matches_all'],
  ['a|^', 'matches_all'],
  ['[ab]*a[ab]{15}c', 'too_complex'],
  ['((((a{100}){100}){100}){100})', 'too_complex'],
  ['((((){100}){100}){100})x', 'too_complex'],
  ['(.{0,100}a){100}', 'too_complex'],
])('[WD5] the pattern %j is refused: %s', (source, problem) => {
  expect(problemOf(source)).toBe(problem)
})

test('[WD5] a pattern finds what the expression of JavaScript finds', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\s', '\\b', '\\B', '^', '$', '\\n', '代', '\\D')
  const count = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}', '*?')
  const piece = fc.tuple(atom, count).map(([one, times]) => (/^(\^|\$|\\b|\\B)$/.test(one) ? one : one + times))
  const { source: sources } = fc.letrec<{ source: string; group: string }>((tie) => ({
    source: fc
      .array(fc.oneof({ weight: 5, arbitrary: piece }, tie('group')), { minLength: 1, maxLength: 5 })
      .map((all) => all.join('')),
    group: fc.tuple(tie('source'), tie('source'), count).map(([one, two, times]) => `(${one}|${two})${times}`),
  }))
  const texts = fc.array(
    fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\r', '\u2028', '代', '1'), maxLength: 12 }),
    {
      maxLength: 10,
    },
  )
  let compared = 0
  fc.assert(
    fc.property(sources, texts, (source, list) => {
      const expression = new RegExp(source, 'mu')
      const problem = problemOf(source)
      if (problem === 'matches_all') expect(expression.test('')).toBe(true)
      if (problem !== 'none') return
      compared++
      const pattern = new Pattern(source)
      for (const text of list)
        expect([source, text, pattern.isIn(codesOf([...text]))]).toEqual([source, text, expression.test(text)])
    }),
    { numRuns: 300 },
  )
  expect(compared).toBeGreaterThan(50)
})

test('[WD5] any text is a pattern or refused, soon', () => {
  const chars = fc.string({
    unit: fc.constantFrom(...'ab()[]{}*+?|\\^$.-,0129dwsbÄ代'),
    maxLength: limits.refusedPatternMaxChars,
  })
  const startMs = performance.now()
  fc.assert(
    fc.property(chars, (source) => problemOf(source) !== ''),
    { numRuns: 500 },
  )
  expect(performance.now() - startMs).toBeLessThan(10_000)
})

test('[WD5] a look at the longest text takes one step for each character, whatever the pattern', () => {
  const hard = ['(a|aa)+b', '(x+x+)+y', '[ab]*a[ab]{7}c', '(a?){30}a{30}', '.*.*.*=', '(.*a){5}b', '\\b(\\w+ )+!']
  const patterns = hard.map((source) => new Pattern(source))
  const texts = ['a', 'ab', 'x ', '我们', 'ä a'].map((part) =>
    codesOf([...foldedText(part.repeat(limits.textMaxChars).slice(0, limits.textMaxChars))]),
  )
  const startMs = performance.now()
  for (let round = 0; round < 10; round++) for (const pattern of patterns) for (const text of texts) pattern.isIn(text)
  // 2.8 million steps, on a slow machine.
  expect(performance.now() - startMs).toBeLessThan(2_000)
})
