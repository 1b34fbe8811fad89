import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'

const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8')

type Tokens = Readonly<Record<string, string>>
const tokensIn = (text: string): Tokens =>
  Object.fromEntries(
    [...text.matchAll(/--color-([\w-]+):\s*(#[0-9a-f]{6}|rgb\([^)]+\))/g)].map(([, name, value]) => [name, value]),
  )

const [lightPart = '', darkPart = ''] = css.split(":root[data-theme='dark']")
const light = tokensIn(lightPart)
const dark = { ...light, ...tokensIn(darkPart) }

type Rgb = readonly [red: number, green: number, blue: number]

/** The colour of a token over an opaque background. */
const over = (value: string, below: Rgb): Rgb => {
  const hex = /^#(..)(..)(..)$/.exec(value)
  if (hex) return hex.slice(1).map((pair) => Number.parseInt(pair, 16)) as unknown as Rgb
  const [red = 0, green = 0, blue = 0, alpha = 1] = (value.match(/[\d.]+/g) ?? []).map(Number)
  return [red, green, blue].map((channel, at) => channel * alpha + (below[at] ?? 0) * (1 - alpha)) as unknown as Rgb
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const luminance = (color: Rgb): number => {
  const [red = 0, green = 0, blue = 0] = color.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
const contrast = (a: Rgb, b: Rgb): number => {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (lighter + 0.05) / (darker + 0.05)
}

const panes = ['surface', 'surface-sidebar', 'surface-raised', 'canvas', 'chat-bg', 'selected']
const fills = Array.from({ length: 8 }, (_, at) => `person-${at}`)
const names = Array.from({ length: 8 }, (_, at) => `name-${at}`)

/** The contrast of text on its backgrounds is at least 4.5. */
const texts: readonly (readonly [text: string, grounds: readonly string[]])[] = [
  ...['text', 'text-2', 'text-3', 'accent'].map((text) => [text, panes] as const),
  [
    'white',
    [
      'accent-solid',
      'accent-solid-hover',
      'accent-solid-active',
      'danger-solid',
      'danger-solid-hover',
      'badge',
      'badge-muted',
      ...fills,
    ],
  ],
  ['bubble-out-text', ['bubble-out']],
  ['bubble-out-meta', ['bubble-out']],
  ['link-on-out', ['bubble-out']],
  ['text', ['bubble-in', 'selection']],
  ['text-3', ['bubble-in']],
  ['mention', ['mention-bg']],
  ['text', ['mention-bg']],
  ['accent', ['mention-bg']],
  ...names.map((name) => [name, ['mention-bg']] as const),
  ['code', ['code-bg']],
  ['success', ['success-bg', 'surface', 'surface-raised']],
  ['warning', ['surface', 'surface-raised']],
  ['warning-on-bg', ['warning-bg']],
  ['danger', ['surface', 'surface-sidebar', 'surface-raised']],
  ['danger-on-bg', ['danger-bg']],
  ...names.map((name) => [name, ['bubble-in', 'surface']] as const),
]

/** The contrast of borders and icons on their backgrounds is at least 3. */
const signs: readonly (readonly [sign: string, grounds: readonly string[]])[] = [
  ['border-control', ['surface', 'surface-raised', 'surface-sidebar']],
  ['presence-online', ['surface', 'surface-sidebar']],
  ['focus', panes],
]

const at = (tokens: Tokens, name: string, ground: Rgb = [0, 0, 0]): Rgb => {
  const value = tokens[name]
  if (!value) throw new Error(`theme.css has no --color-${name}`)
  return over(value, ground)
}

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('the %s colours', (_theme, tokens) => {
  test.each(texts.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground] as const)))(
    '%s is readable on %s',
    (text, ground) => {
      expect(contrast(at(tokens, text), at(tokens, ground))).toBeGreaterThanOrEqual(4.5)
    },
  )

  test.each(signs.flatMap(([sign, grounds]) => grounds.map((ground) => [sign, ground] as const)))(
    '%s is visible on %s',
    (sign, ground) => {
      expect(contrast(at(tokens, sign), at(tokens, ground))).toBeGreaterThanOrEqual(3)
    },
  )

  test.each([
    ['canvas', ['text', 'text-2']],
    ['surface', ['text', 'text-2', 'accent', 'danger']],
    ['surface-sidebar', ['text', 'text-2', 'accent']],
    ['surface-raised', ['text', 'text-2', 'accent', 'danger']],
  ] as const)('on a hovered %s, %p are readable', (ground, words) => {
    const hovered = at(tokens, 'hover', at(tokens, ground))
    for (const text of words) expect([text, contrast(at(tokens, text), hovered) >= 4.5]).toEqual([text, true])
  })
})

test('the dark theme defines every colour that differs from the light theme', () => {
  const fixed = ['white', ...fills]
  const missing = Object.keys(light).filter((name) => !fixed.includes(name) && !(name in tokensIn(darkPart)))
  expect(missing).toEqual([])
})
