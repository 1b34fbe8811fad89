import type { Preferences } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { useState } from 'react'
import { useClient } from '../client'
import { type T, useFormat, useT } from '../i18n'
import { ownStatuses, useOwnStatus } from '../people/own-status'
import { Segments } from '../settings/segments'
import { TextField, toast } from '../ui'
import { useSending } from '../use-sending'
import { closeDialog } from './dialog-store'
import { FormDialog } from './form-dialog'
import type { ShellDialogProps } from './shell-dialog-props'

const minuteMs = 60_000
const ends = ['kept', 'never', 'halfHour', 'hour', 'fourHours', 'today'] as const
type End = (typeof ends)[number]

const endLabels = {
  never: 'untilNever',
  halfHour: 'untilHalfHour',
  hour: 'untilHour',
  fourHours: 'untilFourHours',
  today: 'untilToday',
} as const

/** When a status is over; undefined for never. */
const endOf = (end: End, kept: number | undefined): number | undefined => {
  const nowMs = Date.now()
  switch (end) {
    case 'kept':
      return kept
    case 'never':
      return undefined
    case 'halfHour':
      return nowMs + 30 * minuteMs
    case 'hour':
      return nowMs + 60 * minuteMs
    case 'fourHours':
      return nowMs + 240 * minuteMs
    case 'today':
      return new Date(nowMs).setHours(24, 0, 0, 0)
  }
}

const useStatusForm = (t: T) => {
  const client = useClient()
  const own = useOwnStatus()
  const [status, setStatus] = useState<Preferences['status']>(own.status === 'invisible' ? 'online' : own.status)
  const [text, setText] = useState(own.text ?? '')
  const [end, setEnd] = useState<End>(own.until === undefined ? 'never' : 'kept')
  const { problem, setProblem, busy, submit } = useSending(async () => {
    const until = endOf(end, own.until)
    const said = text.trim()
    await client.call('presence.set', { status, ...(said && { text: said }), ...(until !== undefined && { until }) })
    toast(t('statusSaved'))
    closeDialog()
  })
  const write = (next: string) => {
    setText(next)
    setProblem(undefined)
  }
  return { own, status, setStatus, text, write, end, setEnd, problem, busy, submit }
}

/** What I am shown as, what I say beside it, and until when. */
export const StatusDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  const format = useFormat()
  const { own, status, setStatus, text, write, end, setEnd, problem, busy, submit } = useStatusForm(t)
  const offered = ends.flatMap((value) => {
    if (value !== 'kept') return { value, label: t(endLabels[value]) }
    return own.until === undefined ? [] : { value, label: t('untilKept', { when: format.listTime(own.until) }) }
  })
  return (
    <FormDialog open={open} title={t('statusTitle')} width={560} busy={busy} onSubmit={submit}>
      <TextField
        label={t('statusText')}
        placeholder={t('statusTextHint')}
        maxLength={limits.statusMaxChars}
        autoComplete="off"
        value={text}
        error={problem}
        onChange={(event) => write(event.target.value)}
      />
      <Segments
        label={t('statusShownAs')}
        value={status}
        options={ownStatuses
          .filter((one) => one.status !== 'invisible')
          .map((one) => ({ value: one.status, label: t(one.label) }))}
        onChange={setStatus}
      />
      <Segments label={t('statusUntil')} value={end} options={offered} onChange={setEnd} />
    </FormDialog>
  )
}
