import { PasswordField } from '../../auth/password-field'
import { useT } from '../../i18n'
import { useSelector } from '../../lib/client'

interface OwnerFieldProps {
  readonly password: string
  readonly error: string | undefined
  readonly onPassword: (password: string) => void
}

/** The field for the current password, which proves the owner. */
export const OwnerField = ({ password, error, onPassword }: OwnerFieldProps) => {
  const t = useT()
  const username = useSelector((state) => state.me?.username ?? '')
  return (
    <>
      {/* Tells password managers whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        label={t('oldPassword')}
        autoComplete="current-password"
        value={password}
        error={error}
        onChange={(event) => onPassword(event.target.value)}
      />
    </>
  )
}
