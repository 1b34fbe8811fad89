import { describe, expect, test } from 'bun:test'
import { emojiSize } from './emoji-only'

describe('emoji-only messages', () => {
  test('are counted as people see them', () => {
    expect(emojiSize('👋')).toBe('one')
    expect(emojiSize('👩‍👩‍👧‍👦')).toBe('one')
    expect(emojiSize('👍🏽 🇩🇪')).toBe('few')
    expect(emojiSize('1️⃣❤️😀')).toBe('few')
    expect(emojiSize('😀😀😀😀')).toBe('line')
  })

  test('are not texts, digits, signs, or long rows of emoji', () => {
    for (const text of ['', ' ', 'a', '1', '123', '#', '*', '©', '😀a', '你好', '😀'.repeat(13), '😀'.repeat(4_000)])
      expect(emojiSize(text)).toBeUndefined()
  })
})
