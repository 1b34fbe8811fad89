import { limits } from '@parley/protocol/limits'
import { Copy } from 'lucide-react'
import { type FormEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { copyText } from '../../sharing/copy-text'
import { QrCode } from '../../sharing/qr-code'
import { IconButton, TextField, toast } from '../../ui'
import { CodeField } from '../../ui/code-field'
import { giveFocus } from '../../ui/give-focus'
import { secondFactorProblem } from '../../ui/second-factor-problem'
import { useDigits } from '../../ui/use-digits'
import { useSending } from '../../ui/use-sending'

/** The secret for the authenticator app. */
export interface Secret {
  readonly secret: string
  readonly uri: string
}

const SecretField = ({ secret }: { readonly secret: string }) => {
  const t = useT()
  const field = useRef<HTMLInputElement>(null)
  const copy = async () => toast(t((await copyText(secret, field.current)) ? 'copied' : 'codesCopyFailed'))
  return (
    <TextField
      ref={field}
      label={t('totpSecret')}
      readOnly
      dir="ltr"
      className="font-mono"
      value={secret}
      hint={t('totpSecretHint')}
      end={<IconButton icon={Copy} label={t('copySecret')} onClick={() => void copy()} />}
      onFocus={(event) => event.currentTarget.select()}
    />
  )
}

interface ScanStepProps {
  readonly id: string
  readonly made: Secret
  readonly onBusy: (busy: boolean) => void
  readonly onCodes: (codes: readonly string[]) => void
}

const useConfirm = ({ onBusy, onCodes }: ScanStepProps) => {
  const client = useClient()
  const format = useFormat()
  const typed = useRef('')
  const sending = useSending(
    async () => {
      const { recoveryCodes } = await client.call('accounts.confirmTotp', { code: typed.current })
      onCodes(recoveryCodes)
    },
    (words, thrown) => secondFactorProblem(words, thrown, format),
  )
  const { busy } = sending
  useEffect(() => onBusy(busy), [busy, onBusy])
  const send = (code: string) => {
    typed.current = code
    if (!busy) sending.submit()
  }
  return { ...sending, send }
}

/** Shows the secret as a QR code and as text, and takes the first code of the app. */
export const ScanStep = (props: ScanStepProps) => {
  const { id, made } = props
  const t = useT()
  const { problem, setProblem, send } = useConfirm(props)
  const digits = useDigits(send)
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    // An on-screen keyboard would cover the QR code.
    if (!matchMedia('(pointer: coarse)').matches) giveFocus(field.current)
  }, [])
  useEffect(() => {
    if (problem !== undefined) field.current?.select()
  }, [problem])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (digits.isFull) send(digits.code)
    else setProblem(t('codeShort', { count: limits.secondFactorDigits }))
  }
  return (
    <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-16">
      <div className="mx-auto size-[184px]">
        <QrCode text={made.uri} label={t('totpQr')} />
      </div>
      <SecretField secret={made.secret} />
      <CodeField
        ref={field}
        size="large"
        label={t('appCode')}
        digits={limits.secondFactorDigits}
        value={digits.code}
        error={problem}
        onCode={(next) => {
          setProblem(undefined)
          digits.onCode(next)
        }}
      />
    </form>
  )
}
