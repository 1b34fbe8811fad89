import { CircleCheck } from 'lucide-react'
import { PasswordField } from '../../auth/password-field'
import { WayButtons } from '../../auth/providers/way-buttons'
import { useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { Button } from '../../ui'
import type { Owner } from './use-owner'

interface OwnerFieldProps {
  readonly owner: Owner
  readonly error: string | undefined
  /** Called when the password changes. */
  readonly onType: () => void
  /** Takes a passkey in another way. */
  readonly onPasskey?: (() => void) | undefined
}

/** Confirms a change: the field for the current password, or the ways of a person without one. */
export const OwnerField = ({ owner, error, onType, onPasskey }: OwnerFieldProps) => {
  const t = useT()
  const username = useSelector((state) => state.me?.username ?? '')
  const { ways, confirmed, password, setPassword, busy, problem } = owner
  const byPasskey = onPasskey ?? owner.byPasskey
  if (confirmed)
    return (
      <p role="status" className="flex items-center gap-8 text-ui text-text">
        <CircleCheck size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-success" />
        {t('confirmed')}
      </p>
    )
  if (ways?.password === false)
    return <WayButtons ways={ways} act={() => owner.act} onPasskey={byPasskey} busy={busy} problem={error ?? problem} />
  return (
    <>
      {/* Tells password managers whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        label={t('oldPassword')}
        autoComplete="current-password"
        value={password}
        error={error ?? problem}
        onChange={(event) => {
          setPassword(event.target.value)
          onType()
        }}
      />
      {ways?.passkey === true && (
        <Button kind="ghost" className="-ms-16 self-start" busy={busy} onClick={byPasskey}>
          {t('passkeyProveBy')}
        </Button>
      )}
    </>
  )
}
