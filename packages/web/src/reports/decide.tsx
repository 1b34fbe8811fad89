import type { Report, ReportAct } from '@parley/protocol'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useT } from '../i18n'
import { durationText, muteChoices } from '../i18n/durations'
import { useClient } from '../lib/client'
import { Button, toast } from '../ui'
import { giveFocus } from '../ui/give-focus'
import { orToast } from '../ui/problem'
import { Segments } from '../ui/segments'
import { actWords, consequences } from './report-words'

interface ConfirmProps {
  readonly act: Exclude<ReportAct, 'dismiss'>
  readonly name: string
  readonly busy: boolean
  readonly onCancel: () => void
  readonly onConfirm: (forMs: number | undefined) => void
}

/** Explains an act and requires confirmation, in the place of the buttons. */
const Confirm = ({ act, name, busy, onCancel, onConfirm }: ConfirmProps) => {
  const t = useT()
  const [forMs, setForMs] = useState<number>(muteChoices[1])
  const cancel = useRef<HTMLButtonElement>(null)
  useEffect(() => giveFocus(cancel.current), [])
  const label = t(actWords[act].label).replace('…', '')
  return (
    <fieldset aria-label={label} className="m-0 mt-12 flex flex-col gap-12 border-0 p-0" data-confirm-act={act}>
      <p className="text-small text-pretty text-text-2">{t(consequences[act], { name })}</p>
      {act === 'mute' && (
        <Segments
          label={t('muteFor')}
          value={String(forMs)}
          options={muteChoices.map((ms) => ({ value: String(ms), label: durationText(t, ms) }))}
          onChange={(ms) => setForMs(Number(ms))}
        />
      )}
      <div className="flex flex-wrap gap-8">
        <Button ref={cancel} kind="secondary" size="small" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button kind="danger" size="small" busy={busy} onClick={() => onConfirm(act === 'mute' ? forMs : undefined)}>
          {label}
        </Button>
      </div>
    </fieldset>
  )
}

interface DecideProps {
  readonly report: Report
  /** The name of the reported person. */
  readonly name: string
  readonly onEnded: () => void
}

/** The acts that end a report. All but dismissing ask first. */
export const Decide = ({ report, name, onEnded }: DecideProps) => {
  const t = useT()
  const client = useClient()
  const [chosen, setChosen] = useState<Exclude<ReportAct, 'dismiss'>>()
  const [busy, setBusy] = useState(false)
  const acts = useRef<HTMLDivElement>(null)
  const cancel = (act: ReportAct) => {
    flushSync(() => setChosen(undefined))
    giveFocus(acts.current?.querySelector<HTMLElement>(`[data-act=${act}]`))
  }
  const end = async (act: ReportAct, forMs?: number) => {
    setBusy(true)
    const given = { id: report.id, act, ...(forMs !== undefined && { forMs }) }
    const answer = await orToast(t, client.call('reports.end', given))
    setBusy(false)
    if (!answer) return
    const { ended } = answer.report
    const words = { act: t(actWords[ended?.act ?? act].ended) }
    toast(t(answer.isYours ? 'reportEndedToast' : 'reportEndedBefore', words))
    onEnded()
  }
  if (chosen)
    return (
      <Confirm
        act={chosen}
        name={name}
        busy={busy}
        onCancel={() => cancel(chosen)}
        onConfirm={(forMs) => void end(chosen, forMs)}
      />
    )
  return (
    <div ref={acts} className="mt-12 flex flex-wrap gap-8">
      {report.acts.map((act) => (
        <Button
          key={act}
          data-act={act}
          kind={act === 'dismiss' ? 'secondary' : 'dangerOutline'}
          size="small"
          busy={act === 'dismiss' && busy}
          onClick={() => (act === 'dismiss' ? void end(act) : setChosen(act))}
        >
          {t(actWords[act].label)}
        </Button>
      ))}
    </div>
  )
}
