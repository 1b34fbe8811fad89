import { type FormEvent, useId, useState } from 'react'
import { PasswordField } from '../../auth/password-field'
import { useT } from '../../i18n'
import { isolated } from '../../i18n/isolated'
import { useClient, useSelector } from '../../lib/client'
import { Button, Dialog, toast } from '../../ui'
import { useSending } from '../../ui/use-sending'
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
  const username = useSelector((state) => state.me?.username ?? '')
  const [password, setPassword] = useState('')
  const { problem, setProblem, busy, submit } = useSending(
    async () => {
      onOwn(await client.call('accounts.removeEmail', { password }))
      toast(t('emailRemoved'))
      onClose()
    },
    (words, thrown) => emailRefused(words, thrown).text,
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
      <form id={id} noValidate onSubmit={remove}>
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordField
          label={t('oldPassword')}
          autoComplete="current-password"
          value={password}
          error={problem}
          onChange={(event) => {
            setPassword(event.target.value)
            setProblem(undefined)
          }}
        />
      </form>
    </Dialog>
  )
}
