import { useT } from '../../i18n'
import { Button, TextField } from '../../ui'
import { OwnerField } from '../second-factor/owner-field'
import type { useOwnerProof } from './use-owner-proof'

interface ProofFieldsProps {
  readonly fields: ReturnType<typeof useOwnerProof>['fields']
  /** Proves the owner with a passkey in place of the fields. Left out where the account has none that works here. */
  readonly onPasskey: (() => void) | undefined
}

/** The fields that prove the owner. */
export const ProofFields = ({ fields, onPasskey }: ProofFieldsProps) => {
  const t = useT()
  const { password, setPassword, code, setCode, errorOf, needsCode } = fields
  return (
    <>
      <OwnerField password={password} error={errorOf('password')} onPassword={setPassword} />
      {needsCode && (
        <TextField
          label={t('anyCode')}
          name="code"
          dir="ltr"
          autoComplete="one-time-code"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={40}
          value={code}
          error={errorOf('code')}
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      {onPasskey && (
        <Button kind="ghost" className="-ms-16 self-start" onClick={onPasskey}>
          {t('passkeyProveBy')}
        </Button>
      )}
    </>
  )
}
