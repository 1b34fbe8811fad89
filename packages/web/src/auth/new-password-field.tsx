import { limits } from '@parley/protocol/limits'
import type { PasswordStrength } from '@parley/protocol/password-strength'
import { useT } from '../i18n'
import { PasswordField } from './password-field'
import { StrengthMeter } from './strength-meter'

interface NewPasswordFieldProps {
  readonly value: string
  readonly strength: PasswordStrength | undefined
  readonly error: string | undefined
  readonly onPassword: (password: string) => void
}

/** The field for the new password of an account whose password was forgotten. */
export const NewPasswordField = ({ value, strength, error, onPassword }: NewPasswordFieldProps) => {
  const t = useT()
  return (
    <PasswordField
      label={t('newPassword')}
      autoComplete="new-password"
      maxLength={limits.passwordMaxChars}
      value={value}
      error={error}
      onChange={(event) => onPassword(event.target.value)}
      below={<StrengthMeter strength={strength} brief={error !== undefined} />}
    />
  )
}
