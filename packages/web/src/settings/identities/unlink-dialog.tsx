import type { Identity, OwnIdentities } from '@parley/protocol'
import { asParleyError } from '@parley/sdk/error'
import { type FormEvent, useId, useState } from 'react'
import { useT } from '../../i18n'
import { isolated } from '../../i18n/isolated'
import { useClient } from '../../lib/client'
import { Button, Dialog, toast } from '../../ui'
import { problemText } from '../../ui/problem'
import { useSending } from '../../ui/use-sending'
import { OwnerField } from '../second-factor/owner-field'

interface UnlinkDialogProps {
  readonly identity: Identity
  readonly open: boolean
  readonly onClose: () => void
  readonly onOwn: (own: OwnIdentities) => void
}

/** Removes a link, which takes the password. */
export const UnlinkDialog = ({ identity, open, onClose, onOwn }: UnlinkDialogProps) => {
  const t = useT()
  const id = useId()
  const client = useClient()
  const [password, setPassword] = useState('')
  const { problem, setProblem, busy, submit } = useSending(
    async () => {
      onOwn(await client.call('accounts.unlinkIdentity', { id: identity.id, password }))
      toast(t('unlinked'))
    },
    (words, thrown) =>
      asParleyError(thrown).code === 'bad_credentials' ? words('oldPasswordWrong') : problemText(words, thrown),
  )
  const remove = (event: FormEvent) => {
    event.preventDefault()
    if (password === '') setProblem(t('fieldMissing'))
    else submit()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('unlinkTitle', { name: isolated(identity.title) })}
      description={t('unlinkBody')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" type="submit" form={id} busy={busy}>
            {t('unlink')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={remove}>
        <OwnerField
          password={password}
          error={problem}
          onPassword={(next) => {
            setPassword(next)
            setProblem(undefined)
          }}
        />
      </form>
    </Dialog>
  )
}
