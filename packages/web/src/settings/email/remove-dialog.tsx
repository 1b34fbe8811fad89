import { type FormEvent, useId } from 'react'
import { useT } from '../../i18n'
import { isolated } from '../../i18n/isolated'
import { useClient } from '../../lib/client'
import { Button, Dialog, toast } from '../../ui'
import { useSending } from '../../ui/use-sending'
import { OwnerField } from '../owner/owner-field'
import { useOwner } from '../owner/use-owner'
import { emailRefused } from './email-problem'
import type { OwnEmail } from './use-own-email'

interface RemoveDialogProps {
  readonly open: boolean
  readonly email: string
  readonly onClose: () => void
  readonly onOwn: (own: OwnEmail) => void
}

/** Removes the address, which takes the password. */
export const RemoveDialog = ({ open, email, onClose, onOwn }: RemoveDialogProps) => {
  const t = useT()
  const id = useId()
  const client = useClient()
  const owner = useOwner('removeEmail')
  const { problem, setProblem, busy, submit } = useSending(
    async () => {
      onOwn(await client.call('accounts.removeEmail', { password: owner.given }))
      toast(t('emailRemoved'))
      onClose()
    },
    (words, thrown) => owner.refused(thrown) ?? emailRefused(words, thrown).text,
  )
  const remove = (event: FormEvent) => {
    event.preventDefault()
    if (owner.missing !== undefined) setProblem(owner.missing)
    else submit()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('emailRemoveTitle')}
      description={t('emailRemoveBody', { email: isolated(email) })}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" type="submit" form={id} busy={busy}>
            {t('emailRemove')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={remove} className="flex flex-col gap-16">
        <OwnerField owner={owner} error={problem} onType={() => setProblem(undefined)} />
      </form>
    </Dialog>
  )
}
