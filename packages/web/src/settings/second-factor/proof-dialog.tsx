import { type FormEvent, useId, useState } from 'react'
import { useFormat, useT } from '../../i18n'
import type { Key } from '../../i18n/catalog'
import { useClient } from '../../lib/client'
import { Button, Dialog, TextField, toast } from '../../ui'
import { OwnerField } from '../owner/owner-field'
import { useOwner } from '../owner/use-owner'
import { type FactorProblem, factorRefused } from './factor-problem'
import { RecoveryCodes } from './recovery-codes'

const texts = {
  renew: { title: 'renewCodes', body: 'renewCodesBody', act: 'renewCodes' },
  turnOff: { title: 'turnOffTitle', body: 'turnOffBody', act: 'turnOff' },
} as const satisfies Record<string, Record<'title' | 'body' | 'act', Key>>

/** A change that takes the password and a code. */
export type ProvenChange = keyof typeof texts

interface ProofDialogProps {
  readonly what: ProvenChange
  readonly open: boolean
  readonly onClose: () => void
}

const useProof = ({ what, onClose }: ProofDialogProps) => {
  const t = useT()
  const format = useFormat()
  const client = useClient()
  const owner = useOwner(what)
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<FactorProblem>()
  const [busy, setBusy] = useState(false)
  const [codes, setCodes] = useState<readonly string[]>()
  const change = async () => {
    const password = owner.given
    if (what === 'renew')
      return setCodes((await client.call('accounts.renewRecoveryCodes', { password, code })).recoveryCodes)
    await client.call('accounts.disableTotp', { password, code })
    toast(t('twoStepOff'))
    onClose()
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (owner.missing !== undefined) return setProblem({ field: 'password', text: owner.missing })
    if (code.trim() === '') return setProblem({ field: 'code', text: t('fieldMissing') })
    setBusy(true)
    await change().catch((thrown: unknown) => {
      const text = owner.refused(thrown)
      setProblem(text === undefined ? factorRefused(t, thrown, format) : { field: 'password', text })
    })
    setBusy(false)
  }
  const errorOf = (field: FactorProblem['field']) => (problem?.field === field ? problem.text : undefined)
  return { owner, code, setCode, type: () => setProblem(undefined), errorOf, busy, codes, send }
}

/** Takes the password and a code, and makes new recovery codes or turns the factor off. */
export const ProofDialog = (props: ProofDialogProps) => {
  const { what, open, onClose } = props
  const t = useT()
  const id = useId()
  const { owner, code, setCode, type, errorOf, busy, codes, send } = useProof(props)
  const { title, body, act } = texts[what]
  return (
    <Dialog
      alert={codes !== undefined}
      open={open}
      onClose={onClose}
      title={t(codes ? 'recoveryCodes' : title)}
      description={t(codes ? 'recoveryCodesBody' : body)}
      footer={
        codes ? (
          <Button onClick={onClose}>{t('codesSaved')}</Button>
        ) : (
          <>
            <Button kind="secondary" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button kind={what === 'turnOff' ? 'danger' : 'primary'} type="submit" form={id} busy={busy}>
              {t(act)}
            </Button>
          </>
        )
      }
    >
      {codes ? (
        <RecoveryCodes codes={codes} />
      ) : (
        <form id={id} noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16">
          <OwnerField owner={owner} error={errorOf('password')} onType={type} />
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
            onChange={(event) => {
              setCode(event.target.value)
              type()
            }}
          />
        </form>
      )}
    </Dialog>
  )
}
