import { expect, test } from 'bun:test'
import { accentProperties, contrast } from './accent'

const accents = ['#ffffff', '#000000', '#ffee00', '#2a7d4f', '#ff0066', '#00e5ff', '#808080', '#123456']
const least = 4.5

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

test.each(accents)('text stays readable with the accent %p in both themes', (accent) => {
  for (const [theme, surfaces] of [
    ['light', ['#ffffff', '#eef1f5', '#f7f8fa']],
    ['dark', ['#15181e', '#1b1f27', '#0f1216']],
  ] as const) {
    const of = accentProperties(accent, theme)
    const bubble = of['--color-bubble-out'] ?? ''
    for (const surface of [...surfaces, of['--color-selected'] ?? ''])
      expect(contrast(of['--color-accent'] ?? '', surface)).toBeGreaterThanOrEqual(least)
    for (const solid of ['--color-accent-solid', '--color-accent-solid-hover', '--color-badge'])
      expect(contrast('#ffffff', of[solid] ?? '')).toBeGreaterThanOrEqual(least)
    for (const text of ['--color-bubble-out-text', '--color-bubble-out-meta', '--color-link-on-out'])
      expect(contrast(of[text] ?? '', bubble)).toBeGreaterThanOrEqual(least)
  }
})

test('an accent that is readable already stays as it is', () => {
  expect(accentProperties('#14603a', 'light')['--color-accent-solid']).toBe('#14603a')
})
