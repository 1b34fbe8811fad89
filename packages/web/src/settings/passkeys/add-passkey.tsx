import type { PasskeyCreation } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { type FormEvent, useId, useState } from 'react'
import { deviceName } from '../../auth/device-name'
import { FormProblem } from '../../auth/form-problem'
import { createPasskey } from '../../auth/passkeys/webauthn'
import { useT } from '../../i18n'
import { useClient, useSelector } from '../../lib/client'
import { Button, Dialog, TextField, toast } from '../../ui'
import { ProofFields } from './proof-fields'
import { useOwnerProof } from './use-owner-proof'

interface AddPasskeyProps {
  readonly open: boolean
  readonly onClose: () => void
}

const useAdd = ({ onClose }: AddPasskeyProps) => {
  const t = useT()
  const client = useClient()
  const needsCode = useSelector((state) => state.me?.secondFactor !== undefined)
  const [name, setName] = useState(() => deviceName(navigator.userAgent))
  const [options, setOptions] = useState<PasskeyCreation>()
  const create = async (made: PasskeyCreation) => {
    const credential = await createPasskey(made)
    await client.call('accounts.addPasskey', { credential, ...(name.trim() === '' ? {} : { name: name.trim() }) })
    toast(t('passkeyAdded'))
    onClose()
  }
  // Some browsers make a passkey only right after a click. The button then tries again, with the same options.
  const proof = useOwnerProof(
    async (given) => {
      const made = await client.call('accounts.setUpPasskey', given)
      setOptions(made)
      await create(made)
    },
    { needsCode, dialog: 'addPasskey' },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (options) void proof.run(() => create(options))
    else proof.byPassword()
  }
  return { name, setName, proof, isProved: options !== undefined, submit }
}

/** Takes a proof of the owner, and lets the browser make a passkey. */
export const AddPasskey = (props: AddPasskeyProps) => {
  const { open, onClose } = props
  const t = useT()
  const id = useId()
  const { name, setName, proof, isProved, submit } = useAdd(props)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('passkeyAddTitle')}
      description={t(isProved ? 'passkeyCreateBody' : 'passkeyAddBody')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={id} busy={proof.busy}>
            {t(isProved ? 'passkeyCreate' : 'continueSetUp')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-16">
        {!isProved && <ProofFields fields={proof.fields} onPasskey={proof.byPasskey} />}
        <TextField
          label={t('passkeyName')}
          name="passkey-name"
          autoComplete="off"
          maxLength={limits.passkeyNameMaxChars}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <FormProblem>{proof.problem}</FormProblem>
      </form>
    </Dialog>
  )
}
