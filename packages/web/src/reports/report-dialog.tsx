import type { ChatId, MessageId, ReportReason, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { visibleText } from '@parley/protocol/visible'
import { CircleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { closeDialog, openDialog } from '../dialogs/dialog-store'
import { FormDialog } from '../dialogs/form-dialog'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { isBlocked } from '../people/relation'
import { useAnyName } from '../people/use-user'
import { Button, Dialog } from '../ui'
import { TextArea } from '../ui/text-area'
import { useSending } from '../ui/use-sending'
import { reasons } from './report-words'

interface ReasonChoiceProps {
  readonly reason: ReportReason | undefined
  readonly onChange: (reason: ReportReason) => void
}

const ReasonChoice = ({ reason, onChange }: ReasonChoiceProps) => {
  const t = useT()
  const name = useId()
  return (
    <fieldset className="m-0 border-0 p-0">
      <legend className="mb-4 p-0 text-small font-500 text-text-2">{t('reportReason')}</legend>
      {(Object.keys(reasons) as ReportReason[]).map((one) => (
        <label
          key={one}
          className="-mx-8 flex min-h-36 cursor-pointer items-center gap-12 rounded-8 px-8 text-ui text-text hover:bg-hover has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-focus pointer-coarse:min-h-44"
        >
          <input
            type="radio"
            name={name}
            value={one}
            checked={one === reason}
            onChange={() => onChange(one)}
            className="m-0 size-16 shrink-0 accent-accent outline-none"
          />
          {t(reasons[one])}
        </label>
      ))}
    </fieldset>
  )
}

/** Thanks for a report, and offers to block the person. */
const ReportThanks = ({ open, userId }: ShellDialogProps & { readonly userId: UserId }) => {
  const t = useT()
  const name = useAnyName(userId)
  const blocked = useSelector((state) => isBlocked(state, userId))
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('reportThanks')}
      description={t('reportThanksBody')}
      footer={
        <>
          {!blocked && (
            <Button kind="dangerOutline" onClick={() => openDialog({ name: 'block', userId })}>
              {t('reportBlock', { name })}
            </Button>
          )}
          <Button onClick={closeDialog}>{t('close')}</Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}

/** The people who see a reported message, by the kind of its chat. */
const readers = { group: 'reportGoesToGroup', direct: 'reportGoesToDirect', channel: 'reportGoesToServer' } as const

interface ReportDialogProps extends ShellDialogProps {
  /** The reported person, or the sender of the message. */
  readonly userId: UserId
  readonly message?: { readonly chatId: ChatId; readonly id: MessageId } | undefined
  /** Shows the end at once, for the gallery. */
  readonly sent?: true
}

/** Reports a message or a person. */
export const ReportDialog = ({ open, userId, message, sent: sentBefore }: ReportDialogProps) => {
  const t = useT()
  const client = useClient()
  const name = useAnyName(userId)
  const kind = useSelector((state) => message && state.chats.get(message.chatId)?.chat.kind)
  const [reason, setReason] = useState<ReportReason>()
  const [note, setNote] = useState('')
  const [sent, setSent] = useState(sentBefore ?? false)
  const { busy, problem, setProblem, submit } = useSending(async () => {
    if (reason === undefined) return setProblem(t('reportReasonMissing'))
    const written = visibleText(note)
    const about = message ? { message } : { userId }
    await client.call('reports.create', { ...about, reason, ...(written && { note: written }) })
    setSent(true)
  })
  const choose = (next: ReportReason) => {
    setReason(next)
    setProblem(undefined)
  }
  if (sent) return <ReportThanks open={open} userId={userId} />
  return (
    <FormDialog
      open={open}
      title={message ? t('reportMessageTitle') : t('reportPersonTitle', { name })}
      description={message ? t(readers[kind ?? 'channel']) : t('reportPersonGoes', { name })}
      label={t('reportSend')}
      busy={busy}
      onSubmit={submit}
    >
      <ReasonChoice reason={reason} onChange={choose} />
      <TextArea
        label={t('reportNote')}
        hint={t('reportNoteHint')}
        rows={3}
        maxLength={limits.reportNoteMaxChars}
        value={note}
        onChange={setNote}
      />
      {problem !== undefined && (
        <p role="alert" className="flex items-start gap-4 text-small text-danger">
          <CircleAlert size={16} strokeWidth={1.75} aria-hidden className="mt-2 shrink-0" />
          {problem}
        </p>
      )}
    </FormDialog>
  )
}
