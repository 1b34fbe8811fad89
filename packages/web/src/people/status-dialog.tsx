import type { Preferences } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { visibleText } from '@parley/protocol/visible'
import { useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import { FormDialog } from '../dialogs/form-dialog'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { type T, useFormat, useT } from '../i18n'
import { useClient } from '../lib/client'
import { TextField, toast } from '../ui'
import { Segments } from '../ui/segments'
import { useSending } from '../ui/use-sending'
import { useOwnStatus } from './own-avatar'
import { ownStatuses } from './own-status'
import { type End, endOf, ends } from './status-ends'
import { statusChange } from './status-now'

const endLabels = {
  never: 'untilNever',
  halfHour: 'untilHalfHour',
  hour: 'untilHour',
  fourHours: 'untilFourHours',
  today: 'untilToday',
} as const

const useStatusForm = (t: T) => {
  const client = useClient()
  const own = useOwnStatus()
  const [status, setStatus] = useState<Preferences['status']>(own.status === 'invisible' ? 'online' : own.status)
  const [text, setText] = useState(own.text ?? '')
  const [end, setEnd] = useState<End>(own.until === undefined ? 'never' : 'kept')
  const { problem, setProblem, busy, submit } = useSending(async () => {
    const until = endOf(end, { kept: own.until, nowMs: Date.now() })
    const said = visibleText(text)
    await client.call('presence.set', statusChange(status, { until, ...(said && { text: said }) }))
    toast(t('statusSaved'))
    closeDialog()
  })
  const write = (next: string) => {
    setText(next)
    setProblem(undefined)
  }
  return { own, status, setStatus, text, write, end, setEnd, problem, busy, submit }
}

/** The viewer's status, its text, and when both end. */
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
