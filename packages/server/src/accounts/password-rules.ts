import { limits } from '@parley/protocol'
import { type PasswordWeakness, passwordStrength } from '@parley/protocol/password-strength'
import { fail } from '../lib/fail'

const sentences: Record<PasswordWeakness, string> = {
  too_short: `This password is too short. Use at least ${limits.passwordMinChars} characters.`,
  common: 'This is one of the most common passwords. Choose another one.',
  holds_username: 'This password holds the user name. Choose another one.',
  repetitive: 'This password repeats itself. Choose a less regular one.',
}

/** @throws `weak_password` with what to do about it */
export const refuseWeak = (password: string, username: string, field = 'password'): void => {
  const { reason } = passwordStrength(password, username)
  if (reason) throw fail('weak_password', { field, message: sentences[reason] })
}
