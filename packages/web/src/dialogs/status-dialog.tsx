import type { Preferences } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { type FormEvent, useId, useState } from 'react'
import { useClient } from '../client'
import { type T, useFormat, useT } from '../i18n'
import { ownStatuses, useOwnStatus } from '../people/own-status'
import { problemText } from '../problem'
import { Segments } from '../settings/segments'
import { Button, Dialog, TextField, toast } from '../ui'
import { closeDialog } from './dialog-store'
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
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const until = endOf(end, own.until)
    const said = text.trim()
    try {
      await client.call('presence.set', { status, ...(said && { text: said }), ...(until !== undefined && { until }) })
      toast(t('statusSaved'))
      closeDialog()
    } catch (thrown) {
      setProblem(problemText(t, thrown))
    }
    setBusy(false)
  }
  const write = (next: string) => {
    setText(next)
    setProblem(undefined)
  }
  return { own, status, setStatus, text, write, end, setEnd, problem, busy, save }
}

/** What I am shown as, what I say beside it, and until when. */
export const StatusDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  const format = useFormat()
  const formId = useId()
  const { own, status, setStatus, text, write, end, setEnd, problem, busy, save } = useStatusForm(t)
  const offered = ends.flatMap((value) => {
    if (value !== 'kept') return { value, label: t(endLabels[value]) }
    return own.until === undefined ? [] : { value, label: t('untilKept', { when: format.listTime(own.until) }) }
  })
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('statusTitle')}
      width={560}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={formId} busy={busy}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-16">
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
      </form>
    </Dialog>
  )
}
