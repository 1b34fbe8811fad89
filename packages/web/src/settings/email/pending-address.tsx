import { limits } from '@parley/protocol/limits'
import { type FormEvent, useState } from 'react'
import { useT } from '../../i18n'
import { isolated } from '../../i18n/isolated'
import { useClient } from '../../lib/client'
import { Button, toast } from '../../ui'
import { CodeField } from '../../ui/code-field'
import { useSending } from '../../ui/use-sending'
import type { OwnEmail } from './use-own-email'

interface PendingAddressProps {
  readonly pending: NonNullable<OwnEmail['pending']>
  readonly onOwn: (own: OwnEmail) => void
  /** Requests another code for the same address. */
  readonly onAgain: () => void
}

/** The field for the code that was sent to an address. */
export const PendingAddress = ({ pending, onOwn, onAgain }: PendingAddressProps) => {
  const t = useT()
  const client = useClient()
  const [code, setCode] = useState('')
  const { problem, setProblem, busy, submit } = useSending(async () => {
    onOwn(await client.call('accounts.verifyEmail', { code }))
    toast(t('emailConfirmed'))
  })
  const confirm = (event: FormEvent) => {
    event.preventDefault()
    if (code.length === limits.mailCodeDigits) submit()
    else setProblem(t('codeShort', { count: limits.mailCodeDigits }))
  }
  return (
    <form noValidate onSubmit={confirm} className="flex flex-col gap-12 rounded-8 bg-surface-sidebar p-16">
      <p className="text-small text-text-2">{t('codeSent', { email: isolated(pending.email) })}</p>
      <CodeField
        value={code}
        error={problem}
        onCode={(next) => {
          setCode(next)
          setProblem(undefined)
        }}
      />
      <div className="flex flex-wrap gap-8">
        <Button type="submit" busy={busy}>
          {t('emailConfirm')}
        </Button>
        <Button kind="secondary" onClick={onAgain}>
          {t('sendAnotherCode')}
        </Button>
      </div>
    </form>
  )
}
