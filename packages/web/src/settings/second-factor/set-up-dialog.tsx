import { type FormEvent, useCallback, useId, useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { Button, Dialog } from '../../ui'
import { useSending } from '../../ui/use-sending'
import { OwnerField } from '../owner/owner-field'
import { useOwner } from '../owner/use-owner'
import { factorRefused } from './factor-problem'
import { RecoveryCodes } from './recovery-codes'
import { ScanStep, type Secret } from './scan-step'

/** The step of the dialog: the password, the secret, or the recovery codes. */
type Step =
  | { readonly name: 'password' }
  | { readonly name: 'scan'; readonly made: Secret }
  | { readonly name: 'codes'; readonly codes: readonly string[] }

const texts = {
  password: { body: 'setUpPasswordBody', act: 'continueSetUp' },
  scan: { body: 'setUpScanBody', act: 'turnOn' },
  codes: { body: 'recoveryCodesBody', act: 'codesSaved' },
} as const

interface PasswordStepProps {
  readonly id: string
  readonly onBusy: (busy: boolean) => void
  readonly onMade: (made: Secret) => void
}

const PasswordStep = ({ id, onBusy, onMade }: PasswordStepProps) => {
  const format = useFormat()
  const client = useClient()
  const owner = useOwner('setUp')
  const { problem, setProblem, submit } = useSending(
    async () => {
      onBusy(true)
      try {
        onMade(await client.call('accounts.setUpTotp', { password: owner.given }))
      } finally {
        onBusy(false)
      }
    },
    (words, thrown) => owner.refused(thrown) ?? factorRefused(words, thrown, format).text,
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (owner.missing !== undefined) setProblem(owner.missing)
    else submit()
  }
  return (
    <form id={id} noValidate onSubmit={send} className="flex flex-col gap-16">
      <OwnerField owner={owner} error={problem} onType={() => setProblem(undefined)} />
    </form>
  )
}

/** Turns the second factor on: takes the password, shows the secret, takes a code, and shows the recovery codes. */
export const SetUpDialog = ({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) => {
  const t = useT()
  const id = useId()
  const [step, setStep] = useState<Step>({ name: 'password' })
  const [busy, setBusy] = useState(false)
  const onBusy = useCallback((next: boolean) => setBusy(next), [])
  const { body, act } = texts[step.name]
  return (
    <Dialog
      // Recovery codes are shown once: a click beside the dialog doesn't close it.
      alert={step.name === 'codes'}
      open={open}
      onClose={onClose}
      title={t(step.name === 'codes' ? 'recoveryCodes' : 'twoStep')}
      description={t(body)}
      footer={
        step.name === 'codes' ? (
          <Button onClick={onClose}>{t(act)}</Button>
        ) : (
          <>
            <Button kind="secondary" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" form={id} busy={busy}>
              {t(act)}
            </Button>
          </>
        )
      }
    >
      {/* It stays while the next step takes its focus. A focused field that disappears gives the focus to the dialog. */}
      <div hidden={step.name !== 'password'}>
        <PasswordStep
          id={step.name === 'password' ? id : `${id} done`}
          onBusy={onBusy}
          onMade={(made) => setStep({ name: 'scan', made })}
        />
      </div>
      {step.name === 'scan' && (
        <ScanStep id={id} made={step.made} onBusy={onBusy} onCodes={(codes) => setStep({ name: 'codes', codes })} />
      )}
      {step.name === 'codes' && <RecoveryCodes codes={step.codes} />}
    </Dialog>
  )
}
