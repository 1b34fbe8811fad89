import { limits } from '@parley/protocol/limits'
import { type FormEvent, useId, useState } from 'react'
import { PasswordField } from '../../auth/password-field'
import { useLanguage, useT } from '../../i18n'
import { useClient, useSelector } from '../../lib/client'
import { Button, Dialog, TextField, toast } from '../../ui'
import { type EmailProblem, emailRefused, looksLikeAddress } from './email-problem'
import type { OwnEmail } from './use-own-email'

interface AddressDialogProps {
  readonly open: boolean
  /** The address that the field begins with. */
  readonly begun: string
  readonly onClose: () => void
  readonly onOwn: (own: OwnEmail) => void
}

const useForm = ({ begun, onClose, onOwn }: AddressDialogProps) => {
  const t = useT()
  const client = useClient()
  const language = useLanguage()
  const [email, setEmail] = useState(begun)
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<EmailProblem>()
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (!looksLikeAddress(email)) return setProblem({ field: 'email', text: t('emailWrong') })
    if (password === '') return setProblem({ field: 'password', text: t('fieldMissing') })
    setBusy(true)
    try {
      onOwn(await client.call('accounts.setEmail', { email: email.trim(), password, language }))
      toast(t('codeOnItsWay'))
      onClose()
    } catch (thrown) {
      setProblem(emailRefused(t, thrown))
    }
    setBusy(false)
  }
  const errorOf = (field: EmailProblem['field']) => (problem?.field === field ? problem.text : undefined)
  const typed = (set: (value: string) => void) => (value: string) => {
    set(value)
    setProblem(undefined)
  }
  return { email, setEmail: typed(setEmail), password, setPassword: typed(setPassword), errorOf, busy, send }
}

/** Takes an address and the password, and sends a code to the address. */
export const AddressDialog = (props: AddressDialogProps) => {
  const { open, onClose } = props
  const t = useT()
  const id = useId()
  const username = useSelector((state) => state.me?.username ?? '')
  const { email, setEmail, password, setPassword, errorOf, busy, send } = useForm(props)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('emailDialogTitle')}
      description={t('emailDialogBody')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={id} busy={busy}>
            {t('sendCode')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16">
        <TextField
          label={t('emailAddress')}
          type="email"
          name="email"
          dir="ltr"
          size="large"
          autoComplete="email"
          maxLength={limits.emailMaxChars}
          value={email}
          error={errorOf('email')}
          onChange={(event) => setEmail(event.target.value)}
        />
        {/* Tells password managers whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordField
          label={t('oldPassword')}
          autoComplete="current-password"
          value={password}
          error={errorOf('password')}
          onChange={(event) => setPassword(event.target.value)}
        />
      </form>
    </Dialog>
  )
}
