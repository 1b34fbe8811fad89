import { describe, expect, test } from 'bun:test'
import { onMac } from '../../shell/on-mac'
import type { KeyPress } from '../../shell/pressed'
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
    test(`alone does what was chosen: ${choice}`, () => expect(press(enter, choice)).toBe(choice))
    test(`is a new line with Shift and sends with Mod, whatever was chosen: ${choice}`, () => {
      expect(press({ ...enter, shiftKey: true }, choice)).toBe('new-line')
      expect(press({ ...enter, ...mod }, choice)).toBe('send')
    })
  }
})

test('every key belongs to the input method while it composes, also where only the key code tells', () => {
  for (const key of [enter, { key: 'b', code: 'KeyB', ...mod }, { key: '.', code: 'Period', ...alt }]) {
    expect(press(key)).toBeDefined()
    expect(press({ ...key, isComposing: true })).toBeUndefined()
    expect(press({ ...key, keyCode: 229 })).toBeUndefined()
  }
})

test('letters with Mod are those that are typed, and places where no Latin is', () => {
  expect(press({ key: 'b', code: 'KeyB', ...mod })).toBe('format-bold')
  expect(press({ key: 'и', code: 'KeyB', ...mod })).toBe('format-bold')
  expect(press({ key: 'X', code: 'KeyX', shiftKey: true, ...mod })).toBe('format-strike')
  // Dvorak: the keys that cut and copy.
  expect(press({ key: 'x', code: 'KeyB', ...mod })).toBeUndefined()
  expect(press({ key: 'c', code: 'KeyI', ...mod })).toBeUndefined()
})

test('digits with Mod and Shift, and signs with Alt, are places', () => {
  for (const key of ['&', '/', '7'])
    expect(press({ key, code: 'Digit7', shiftKey: true, ...mod })).toBe('format-numbers')
  expect(press({ key: '≥', code: 'Period', ...alt })).toBe('choose-emoji')
  expect(press({ key: '¨', code: 'KeyU', ...alt })).toBe('attach-files')
})

test('what is typed with AltGr, and keys alone, mean nothing', () => {
  expect(press({ key: '€', code: 'KeyE', ctrlKey: true, altKey: true })).toBeUndefined()
  for (const [key, code] of [
    ['b', 'KeyB'],
    ['&', 'Digit7'],
    ['.', 'Period'],
  ] as const)
    expect(press({ key, code })).toBeUndefined()
})

test('no combination stands in the table twice', () => {
  const keys = composerKeys('send').map((one) => one.keys)
  expect(new Set(keys).size).toBe(keys.length)
})
