import type { SendingLimits } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Client } from '@parley/sdk/api'
import { type FormEvent, useState } from 'react'
import { useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { Button, TextField, toast } from '../../ui'
import { orToast } from '../../ui/problem'
import { LoadedSection } from '../loaded-section'
import { type LimitTexts, limitsIn, type NumberField, numberFields, textsOf } from './limit-fields'

type Wrong = keyof SendingLimits | undefined

const words = {
  floodMessages: { label: 'floodMessages', hint: 'floodMessagesHint' },
  floodWindowMs: { label: 'floodWindow', hint: undefined },
  floodMutesMs: { label: 'floodMutes', hint: 'floodMutesHint' },
  floodAgainMs: { label: 'floodAgain', hint: 'floodAgainHint' },
  newcomerMs: { label: 'newcomerMinutes', hint: 'newcomerMinutesHint' },
  newcomerRequests: { label: 'newcomerRequests', hint: undefined },
} as const
const floodFields = ['floodMessages', 'floodWindowMs', 'floodMutesMs', 'floodAgainMs'] as const
const newcomerFields = ['newcomerMs', 'newcomerRequests'] as const

interface FieldProps {
  readonly name: keyof SendingLimits
  readonly value: string
  readonly wrong: boolean
  readonly onChange: (value: string) => void
}

const Field = ({ name, value, wrong, onChange }: FieldProps) => {
  const t = useT()
  const { label, hint } = words[name]
  const problem =
    name === 'floodMutesMs'
      ? t('limitsMutes', { count: limits.floodMutes })
      : t('limitsNumber', {
          least: numberFields[name as NumberField].least,
          most: numberFields[name as NumberField].most,
        })
  return (
    <TextField
      label={t(label)}
      inputMode={name === 'floodMutesMs' ? 'text' : 'numeric'}
      autoComplete="off"
      maxLength={60}
      value={value}
      hint={hint ? t(hint) : ' '}
      error={wrong ? problem : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

interface FormProps {
  readonly held: SendingLimits
  readonly onSaved: (now: SendingLimits) => void
}

const LimitsForm = ({ held, onSaved }: FormProps) => {
  const t = useT()
  const client = useClient()
  const [typed, setTyped] = useState<LimitTexts>(() => textsOf(held))
  const [wrong, setWrong] = useState<Wrong>()
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const read = limitsIn(typed)
    if ('wrong' in read) {
      setWrong(read.wrong)
      return
    }
    setWrong(undefined)
    setBusy(true)
    const now = await orToast(t, client.call('admin.setLimits', { limits: read }))
    setBusy(false)
    if (!now) return
    onSaved(now)
    toast(t('limitsSaved'))
  }
  const fields = (names: readonly (keyof SendingLimits)[]) => (
    <div className="grid gap-12 tablet:grid-cols-2">
      {names.map((name) => (
        <Field
          key={name}
          name={name}
          value={typed[name]}
          wrong={wrong === name}
          onChange={(value) => {
            setTyped({ ...typed, [name]: value })
            setWrong(undefined)
          }}
        />
      ))}
    </div>
  )
  return (
    <form noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-16">
      <fieldset className="m-0 min-w-0 border-0 p-0">
        <legend className="mb-8 p-0 text-ui font-500 text-text">{t('floodBrake')}</legend>
        {fields(floodFields)}
      </fieldset>
      <fieldset className="m-0 min-w-0 border-0 p-0">
        <legend className="p-0 text-ui font-500 text-text">{t('newcomers')}</legend>
        <p className="mb-8 text-small text-text-2">{t('newcomersBody')}</p>
        {fields(newcomerFields)}
      </fieldset>
      <Button type="submit" kind="secondary" busy={busy} className="w-full tablet:w-auto tablet:self-start">
        {t('limitsSave')}
      </Button>
    </form>
  )
}

const loadLimits = (client: Client) => client.call('admin.limits', {})

/** The limits of the flood brake and of new accounts. */
export const LimitsSection = () => {
  const t = useT()
  return (
    <LoadedSection title={t('limits')} body={t('limitsBody')} load={loadLimits}>
      {(held, onSaved) => <LimitsForm held={held} onSaved={onSaved} />}
    </LoadedSection>
  )
}
