import { expect, test } from 'bun:test'
import { rememberedAppearance, rememberedTheme, shownTheme } from './read-choices'

test('a chosen theme has precedence over that of the system', () => {
  const shown = (['auto', 'light', 'dark'] as const).map((choice) =>
    [true, false].map((dark) => shownTheme(choice, { dark })),
  )
  expect(shown).toEqual([
    ['dark', 'light'],
    ['light', 'light'],
    ['dark', 'dark'],
  ])
  expect(['dark', 'light', 'auto', 'pink', undefined].map(rememberedTheme)).toEqual([
    'dark',
    'light',
    'auto',
    'auto',
    'auto',
  ])
})

test('invalid stored choices become the defaults', () => {
  const usual = { layout: 'auto', textPx: 15, enter: 'send' } as const
  const none = { layout: undefined, textSize: undefined, enter: undefined }
  expect(rememberedAppearance(none)).toEqual(usual)
  expect(rememberedAppearance({ layout: 'flat', textSize: '20', enter: 'new-line' })).toEqual({
    layout: 'flat',
    textPx: 20,
    enter: 'new-line',
  })
  expect(rememberedAppearance({ layout: 'round', textSize: '14', enter: 'never' })).toEqual(usual)
})
