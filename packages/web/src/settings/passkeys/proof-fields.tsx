import { useT } from '../../i18n'
import { TextField } from '../../ui'
import { OwnerField } from '../owner/owner-field'
import type { useOwnerProof } from './use-owner-proof'

interface ProofFieldsProps {
  readonly fields: ReturnType<typeof useOwnerProof>['fields']
  /** Proves the owner with a passkey in place of the fields. */
  readonly onPasskey: () => void
}

/** The fields that prove the owner. */
export const ProofFields = ({ fields, onPasskey }: ProofFieldsProps) => {
  const t = useT()
  const { owner, code, setCode, type, errorOf, needsCode } = fields
  return (
    <>
      <OwnerField owner={owner} error={errorOf('password')} onType={type} onPasskey={onPasskey} />
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
    </>
  )
}
