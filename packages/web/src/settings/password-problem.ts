import { limits } from '@parley/protocol/limits'
import type { T } from '../i18n/catalog'

/** An error at one of the two fields. */
export interface PasswordProblem {
  readonly field: 'password' | 'newPassword'
  readonly text: string
}

/** Errors of a password change that the client can find without the server. */
export const passwordMissing = (
  t: T,
  { password, newPassword }: { readonly password: string; readonly newPassword: string },
): PasswordProblem | undefined => {
  if (password === '') return { field: 'password', text: t('fieldMissing') }
  if (newPassword.length >= limits.passwordMinChars) return undefined
  return { field: 'newPassword', text: t('strengthShort', { count: limits.passwordMinChars }) }
}

/** Assigns the server's refusal to its field. */
export const passwordRefused = (t: T, thrown: unknown, textOf: (t: T, thrown: unknown) => string): PasswordProblem => {
  const { code, field } = thrown as { readonly code?: string; readonly field?: string }
  if (code === 'bad_credentials') return { field: 'password', text: t('oldPasswordWrong') }
  return { field: field === 'newPassword' ? 'newPassword' : 'password', text: textOf(t, thrown) }
}
