import { describe, expect, test } from 'bun:test'
import { commonPasswords } from './common-passwords'
import { passwordStrength } from './password-strength'

describe('passwordStrength', () => {
  test.each([
    ['short', 'too_short'],
    ['', 'too_short'],
    ['qwertyuiop', 'common'],
    ['Password123', 'common'],
    ['password2026!', 'common'],
    ['P@ssw0rd!!', 'common'],
    ['1qaz2wsx3edc!!', 'common'],
    ['12qwaszx!!', 'common'],
    ['1q2w3e4r5t!!', 'common'],
    ['aaaaaaaaaaaaaaaa', 'repetitive'],
    ['abcdefghijklmnop', 'repetitive'],
    ['abcabcabcabcabc', 'repetitive'],
    ['98765432109876', 'repetitive'],
    ['xy12xy12xy12', 'repetitive'],
    ['my-name-is-Alice', 'holds_username'],
  ])('refuses %p as %s', (password, reason) => {
    const strength = passwordStrength(password, 'alice')
    expect(strength.reason).toBe(reason as typeof strength.reason)
    expect(strength.score).toBeLessThan(2)
  })

  test.each([
    ['tidal fox lamp', 3],
    ['correct horse battery staple', 4],
    ['k3jf92mqpz', 2],
    ['一个很难猜到的长密码', 4],
  ])('takes %p with at least %d', (password, score) => {
    const strength = passwordStrength(password, 'alice')
    expect(strength.reason).toBeUndefined()
    expect(strength.score).toBeGreaterThanOrEqual(score)
  })

  test('an empty username refuses nothing', () => {
    expect(passwordStrength('tidal fox lamp', '').reason).toBeUndefined()
  })

  test('the list is in lower case and has no words that are too short to matter', () => {
    for (const password of commonPasswords) {
      expect(password).toBe(password.toLowerCase())
      expect(password.length).toBeGreaterThanOrEqual(8)
    }
    expect(commonPasswords.size).toBeGreaterThan(4_000)
  })
})
