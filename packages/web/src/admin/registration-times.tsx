import type { AdminSettings } from '@parley/protocol'
import { type FormEvent, useState } from 'react'
import { useT } from '../i18n'
import { Button, TextField } from '../ui'
import { SwitchRow } from '../ui/switch-row'
import { checkTimes, fromLocalTime, toLocalTime } from './local-time'
import type { RegistrationTimes } from './use-admin-settings'

interface RegistrationTimesFormProps {
  readonly settings: AdminSettings
  /** Resolves once the server has stored the times. */
  readonly onChange: (times: RegistrationTimes) => Promise<void>
}

/** Limits sign-up to the time between two moments, both optional. */
export const RegistrationTimesForm = ({ settings, onChange }: RegistrationTimesFormProps) => {
  const t = useT()
  const { registrationOpensAt, registrationClosesAt } = settings
  const [limited, setLimited] = useState(registrationOpensAt !== undefined || registrationClosesAt !== undefined)
  const [opens, setOpens] = useState(toLocalTime(registrationOpensAt))
  const [closes, setCloses] = useState(toLocalTime(registrationClosesAt))
  const [saving, setSaving] = useState(false)
  const times = { opensAt: fromLocalTime(opens), closesAt: fromLocalTime(closes) }
  const stored = { opens: toLocalTime(registrationOpensAt), closes: toLocalTime(registrationClosesAt) }
  const { wrong, savable } = checkTimes(stored, { opens, closes }, Date.now())
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setSaving(true)
    await onChange(times)
    setSaving(false)
  }
  const limit = (on: boolean) => {
    setLimited(on)
    if (!on && (registrationOpensAt ?? registrationClosesAt) !== undefined) void onChange({})
  }
  return (
    <div className="mt-12">
      <SwitchRow label={t('registrationTimes')} checked={limited} onChange={limit} />
      {limited && (
        <form className="mt-12 flex flex-col gap-12" onSubmit={(event) => void save(event)} noValidate>
          <TextField
            type="datetime-local"
            label={t('registrationOpens')}
            value={opens}
            onChange={(event) => setOpens(event.target.value)}
          />
          <TextField
            type="datetime-local"
            label={t('registrationCloses')}
            value={closes}
            error={wrong ? t('registrationTimesWrong') : undefined}
            onChange={(event) => setCloses(event.target.value)}
          />
          <Button type="submit" kind="secondary" busy={saving} disabled={!savable}>
            {t('save')}
          </Button>
        </form>
      )}
    </div>
  )
}
