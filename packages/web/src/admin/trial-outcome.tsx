import type { Result } from '@parley/protocol'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useT } from '../i18n'
import { cx } from '../ui'

export type MailTrial = Result<'admin.testMail'>

/** The outcome of a test mail: a sentence, and the dialogue with the mail server. */
export const TrialOutcome = ({ trial, server }: { readonly trial: MailTrial; readonly server: string }) => {
  const t = useT()
  const { problem, dialogue } = trial
  const Icon = problem === undefined ? CircleCheck : CircleAlert
  return (
    <div className="flex flex-col gap-8" data-testid="mail-outcome">
      <p
        role="status"
        className={cx(
          'flex items-start gap-8 rounded-8 px-12 py-8 text-small',
          problem === undefined ? 'bg-surface-sidebar text-text' : 'bg-danger-bg text-danger-on-bg',
        )}
      >
        <Icon size={18} strokeWidth={1.75} aria-hidden className="shrink-0" />
        {problem === undefined ? t('mailTaken') : t(`mail_${problem}`, { server })}
      </p>
      {dialogue.length > 0 && (
        <section aria-label={t('mailDialogue')} dir="ltr" className="rounded-8 bg-surface-sidebar p-12">
          <pre className="text-meta break-all whitespace-pre-wrap text-text-2">{dialogue.join('\n')}</pre>
        </section>
      )}
    </div>
  )
}
