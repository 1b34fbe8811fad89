import { limits } from '@parley/protocol/limits'
import { type FormEvent, useId, useState } from 'react'
import { useLanguage, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { Button, Dialog, TextField, toast } from '../../ui'
import { OwnerField } from '../owner/owner-field'
import { useOwner } from '../owner/use-owner'
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
  const owner = useOwner('email', email)
  const [problem, setProblem] = useState<EmailProblem>()
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (!looksLikeAddress(email)) return setProblem({ field: 'email', text: t('emailWrong') })
    if (owner.missing !== undefined) return setProblem({ field: 'password', text: owner.missing })
    setBusy(true)
    try {
      onOwn(await client.call('accounts.setEmail', { email: email.trim(), password: owner.given, language }))
      toast(t('codeOnItsWay'))
      onClose()
    } catch (thrown) {
      const text = owner.refused(thrown)
      setProblem(text === undefined ? emailRefused(t, thrown) : { field: 'password', text })
    }
    setBusy(false)
  }
  const errorOf = (field: EmailProblem['field']) => (problem?.field === field ? problem.text : undefined)
  const type = () => setProblem(undefined)
  return { email, setEmail, owner, type, errorOf, busy, send }
}

/** Takes an address and the password, and sends a code to the address. */
export const AddressDialog = (props: AddressDialogProps) => {
  const { open, onClose } = props
  const t = useT()
  const id = useId()
  const { email, setEmail, owner, type, errorOf, busy, send } = useForm(props)
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
          onChange={(event) => {
            setEmail(event.target.value)
            type()
          }}
        />
        <OwnerField owner={owner} error={errorOf('password')} onType={type} />
      </form>
    </Dialog>
  )
}
