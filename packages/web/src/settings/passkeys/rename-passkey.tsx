import type { Passkey } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { type FormEvent, useId, useState } from 'react'
import { useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { Button, Dialog, TextField } from '../../ui'
import { useSending } from '../../ui/use-sending'

interface RenamePasskeyProps {
  readonly passkey: Passkey
  readonly open: boolean
  readonly onClose: () => void
}

/** Gives a passkey another name. */
export const RenamePasskey = ({ passkey, open, onClose }: RenamePasskeyProps) => {
  const t = useT()
  const id = useId()
  const client = useClient()
  const [name, setName] = useState(passkey.name)
  const { problem, setProblem, busy, submit } = useSending(async () => {
    await client.call('accounts.renamePasskey', { passkeyId: passkey.id, name: name.trim() })
    onClose()
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') setProblem(t('fieldMissing'))
    else submit()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('passkeyRename')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={id} busy={busy}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={save}>
        <TextField
          label={t('passkeyName')}
          name="passkey-name"
          autoComplete="off"
          maxLength={limits.passkeyNameMaxChars}
          value={name}
          error={problem}
          onChange={(event) => {
            setName(event.target.value)
            setProblem(undefined)
          }}
        />
      </form>
    </Dialog>
  )
}
