import type { Passkey } from '@parley/protocol'
import { type FormEvent, useId } from 'react'
import { FormProblem } from '../../auth/form-problem'
import { useT } from '../../i18n'
import { isolated } from '../../i18n/isolated'
import { useClient } from '../../lib/client'
import { Button, Dialog, toast } from '../../ui'
import { ProofFields } from './proof-fields'
import { useOwnerProof } from './use-owner-proof'

interface RemovePasskeyProps {
  readonly passkey: Passkey
  readonly open: boolean
  readonly onClose: () => void
}

/** Removes a passkey, with a proof of the owner. */
export const RemovePasskey = ({ passkey, open, onClose }: RemovePasskeyProps) => {
  const t = useT()
  const id = useId()
  const client = useClient()
  const proof = useOwnerProof(
    async (given) => {
      await client.call('accounts.removePasskey', { passkeyId: passkey.id, ...given })
      toast(t('passkeyRemoved'))
      onClose()
    },
    { needsCode: false, dialog: `removePasskey ${passkey.id}` },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    proof.byPassword()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('passkeyRemoveTitle', { name: isolated(passkey.name) })}
      description={t('passkeyRemoveBody')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" type="submit" form={id} busy={proof.busy}>
            {t('passkeyRemove')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-16">
        <ProofFields fields={proof.fields} onPasskey={proof.byPasskey} />
        <FormProblem>{proof.problem}</FormProblem>
      </form>
    </Dialog>
  )
}
