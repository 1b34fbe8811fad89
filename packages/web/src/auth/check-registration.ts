import { limits } from '@parley/protocol/limits'
import type { PasswordStrength } from '@parley/protocol/password-strength'
import { isVisible, visibleText } from '@parley/protocol/visible'
import type { T } from '../i18n'
import type { Problems } from './refusal'

export interface Registration {
  readonly username: string
  readonly name: string
  readonly password: string
}

/** The error for an invalid user name. Undefined if it is valid. */
export const usernameProblem = (t: T, typed: string): string | undefined => {
  const username = visibleText(typed).toLowerCase()
  if (username === '') return t('fieldMissing')
  if (!/^[a-z][a-z0-9_.]*$/.test(username)) return t('usernameInvalid')
  if (username.length < limits.usernameMinChars) return t('usernameShort', { count: limits.usernameMinChars })
  if (username.length > limits.usernameMaxChars) return t('usernameLong', { count: limits.usernameMaxChars })
  return undefined
}

/** The error for an invalid new password. Undefined if it is valid. */
export const passwordProblem = (t: T, password: string, strength: PasswordStrength | undefined): string | undefined => {
  if (password === '') return t('fieldMissing')
  if (password.length < limits.passwordMinChars) return t('passwordShort', { count: limits.passwordMinChars })
  return strength && strength.score < 2 ? t('error_weak_password') : undefined
}

/** The errors of a registration that the client can find without the server. */
export const checkRegistration = (t: T, typed: Registration, strength: PasswordStrength | undefined): Problems => {
  const username = usernameProblem(t, typed.username)
  const password = passwordProblem(t, typed.password, strength)
  return {
    ...(!isVisible(typed.name) && { name: t('fieldMissing') }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  }
}
