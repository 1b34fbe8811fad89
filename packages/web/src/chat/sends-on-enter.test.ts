import { describe, expect, test } from 'bun:test'
import { type KeyPress, sendsOnEnter } from './sends-on-enter'

const enter: KeyPress = { key: 'Enter', shiftKey: false, keyCode: 13, isComposing: false }

describe('Enter', () => {
  test('sends with a keyboard', () => expect(sendsOnEnter(enter, 'fine')).toBe(true))
  test('is a new line with Shift, and on touch screens', () => {
    expect(sendsOnEnter({ ...enter, shiftKey: true }, 'fine')).toBe(false)
    expect(sendsOnEnter(enter, 'coarse')).toBe(false)
  })
  test('belongs to the input method while it composes, also where only the key code tells', () => {
    expect(sendsOnEnter({ ...enter, isComposing: true }, 'fine')).toBe(false)
    expect(sendsOnEnter({ ...enter, keyCode: 229 }, 'fine')).toBe(false)
  })
  test('is the only key that sends', () =>
    expect(sendsOnEnter({ ...enter, key: 'a', keyCode: 65 }, 'fine')).toBe(false))
})
