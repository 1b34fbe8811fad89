import { describe, expect, test } from 'bun:test'
import emojis from 'emojibase-data/en/data.json'
import { emojiSize } from './emoji-only'

describe('emoji-only messages', () => {
  test('count emoji as people see them', () => {
    expect(emojiSize('👋')).toBe('one')
    expect(emojiSize('👩‍👩‍👧‍👦')).toBe('one')
    expect(emojiSize('👍🏽 🇩🇪')).toBe('few')
    expect(emojiSize('1️⃣❤️😀')).toBe('few')
    expect(emojiSize('😀😀😀😀')).toBe('line')
  })

  test('include every emoji of the picker in all skin tones', () => {
    const inPicker = emojis.filter(({ group }) => group !== undefined)
    const all = inPicker.flatMap(({ emoji, skins = [] }) => [emoji, ...skins.map((skin) => skin.emoji)])
    expect(all.length).toBeGreaterThan(3_000)
    expect(all.filter((emoji) => emojiSize(emoji) !== 'one')).toEqual([])
  })

  test('exclude text, digits, signs and long rows of emoji', () => {
    for (const text of [
      '',
      ' ',
      'a',
      '1',
      '123',
      '#',
      '*',
      '©',
      '❤',
      '🇩',
      '👍\u200D',
      '😀a',
      '你好',
      '😀'.repeat(13),
      '😀'.repeat(4_000),
    ])
      expect(emojiSize(text)).toBeUndefined()
  })
})
