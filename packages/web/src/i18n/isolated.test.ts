import { expect, test } from 'bun:test'
import { isolated } from './isolated'

const [FSI, LRI, RLI, RLO, PDF, PDI, RLM] = ['\u2068', '\u2066', '\u2067', '\u202e', '\u202c', '\u2069', '\u200f']
const depthOf = (text: string) =>
  [...text].reduce((depth, mark) => depth + ([FSI, LRI, RLI].includes(mark) ? 1 : mark === PDI ? -1 : 0), 0)

test.each(['', 'Alice', 'Zoë', '爱丽丝', 'Алиса 5', '👩🏽‍💻', 'a\u0301', '½ — “quoted”'])(
  '%p stays as it is',
  (text) => {
    expect(isolated(text)).toBe(text)
  },
)

test.each(['דנה', 'سارة 5', 'Alice (דנה)', '\u{1e900}', `Alice${RLM}`, `gnp.${RLO}exe`, `${LRI}Alice${PDI}`])(
  '%p is isolated',
  (text) => {
    expect(isolated(text)).toBe(`${FSI}${text}${PDI}`)
  },
)

test('open controls in a text are closed, and can’t end the isolate around it', () => {
  expect(isolated(`a${RLI}b`)).toBe(`${FSI}a${RLI}b${PDI}${PDI}`)
  expect(isolated(`a${PDI}${PDI}b`)).toBe(`${FSI}ab${PDI}`)
  expect(isolated(`${PDI}${LRI}${RLI}a${PDI}`)).toBe(`${FSI}${LRI}${RLI}a${PDI}${PDI}${PDI}`)
  for (const text of [`${RLO}a`, `${PDF}`, `${PDI}${RLI}`, `${RLI}${RLI}`, `${RLI}${PDI}${PDI}${FSI}א`])
    expect([text, depthOf(isolated(text))]).toEqual([text, 0])
})
