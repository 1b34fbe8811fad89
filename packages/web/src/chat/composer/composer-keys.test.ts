import { describe, expect, test } from 'bun:test'
import { type KeyPress, onMac } from '../../navigation/pressed'
import { type EnterChoice, enterChoices } from '../../theme/appearance'
import { composerActOf, composerKeys } from './composer-keys'

const none: KeyPress = {
  key: '',
  code: '',
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  keyCode: 0,
  isComposing: false,
}
const mod = onMac ? { metaKey: true } : { ctrlKey: true }
const alt = onMac ? { altKey: true, ctrlKey: true } : { altKey: true }
const press = (press: Partial<KeyPress>, enterDoes: EnterChoice = 'send') =>
  composerActOf({ ...none, ...press }, enterDoes)
const enter = { key: 'Enter', code: 'Enter', keyCode: 13 }

describe('Enter', () => {
  for (const choice of enterChoices) {
    test(`alone follows the setting: ${choice}`, () => expect(press(enter, choice)).toBe(choice))
    test(`is a new line with Shift and sends with Mod, whatever the setting: ${choice}`, () => {
      expect(press({ ...enter, shiftKey: true }, choice)).toBe('new-line')
      expect(press({ ...enter, ...mod }, choice)).toBe('send')
    })
  }
})

test('while an input method composes, it gets every key, even if only the key code shows it', () => {
  for (const key of [enter, { key: 'b', code: 'KeyB', ...mod }, { key: '.', code: 'Period', ...alt }]) {
    expect(press(key)).toBeDefined()
    expect(press({ ...key, isComposing: true })).toBeUndefined()
    expect(press({ ...key, keyCode: 229 })).toBeUndefined()
  }
})

test('letters with Mod match by typed character, and by position in other scripts', () => {
  expect(press({ key: 'b', code: 'KeyB', ...mod })).toBe('format-bold')
  expect(press({ key: 'и', code: 'KeyB', ...mod })).toBe('format-bold')
  expect(press({ key: 'X', code: 'KeyX', shiftKey: true, ...mod })).toBe('format-strike')
  // On Dvorak, these are the keys for cut and copy.
  expect(press({ key: 'x', code: 'KeyB', ...mod })).toBeUndefined()
  expect(press({ key: 'c', code: 'KeyI', ...mod })).toBeUndefined()
})

test('digits with Mod and Shift, and signs with Alt, match by position', () => {
  for (const key of ['&', '/', '7'])
    expect(press({ key, code: 'Digit7', shiftKey: true, ...mod })).toBe('format-numbers')
  expect(press({ key: '≥', code: 'Period', ...alt })).toBe('choose-emoji')
  expect(press({ key: '¨', code: 'KeyU', ...alt })).toBe('attach-files')
})

test('characters typed with AltGr, and single keys, are not shortcuts', () => {
  expect(press({ key: '€', code: 'KeyE', ctrlKey: true, altKey: true })).toBeUndefined()
  for (const [key, code] of [
    ['b', 'KeyB'],
    ['&', 'Digit7'],
    ['.', 'Period'],
  ] as const)
    expect(press({ key, code })).toBeUndefined()
})

test('each combination occurs only once in the table', () => {
  const keys = composerKeys('send').map((one) => one.keys)
  expect(new Set(keys).size).toBe(keys.length)
})
