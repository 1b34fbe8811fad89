import type { Result } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { useLanguage, useT } from '../i18n'
import { isolated } from '../i18n/isolated'
import { useClient } from '../lib/client'
import { looksLikeAddress } from '../settings/email/email-problem'
import { SettingsSection } from '../settings/settings-section'
import { Button, cx, TextField } from '../ui'
import { useSending } from '../ui/use-sending'

type Mail = Result<'admin.mail'>
type Trial = Result<'admin.testMail'>

/** The outcome of a test mail: a sentence, and the dialogue with the mail server. */
const Outcome = ({ trial, server }: { readonly trial: Trial; readonly server: string }) => {
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

/** How the server sends mails, and a test of it. */
export const MailSection = () => {
  const t = useT()
  const client = useClient()
  const language = useLanguage()
  const [mail, setMail] = useState<Mail>()
  const [to, setTo] = useState('')
  const [trial, setTrial] = useState<Trial>()
  const load = useCallback(async () => setMail(await client.call('admin.mail', {}).catch(() => undefined)), [client])
  useEffect(() => {
    void load()
  }, [load])
  const { problem, setProblem, busy, submit } = useSending(async () => {
    setTrial(undefined)
    setTrial(await client.call('admin.testMail', { to: to.trim(), language }))
    await load()
  })
  const test = (event: FormEvent) => {
    event.preventDefault()
    if (looksLikeAddress(to)) submit()
    else setProblem(t('emailWrong'))
  }
  const { server = '', from = '', waiting = 0 } = mail ?? {}
  return (
    <SettingsSection
      title={t('email')}
      {...(mail && {
        body: server === '' ? t('mailNone') : t('mailThrough', { from: isolated(from), server: isolated(server) }),
      })}
    >
      <form noValidate onSubmit={test} className="flex flex-col gap-12">
        {waiting > 0 && <p className="text-small text-text-2">{t('mailWaiting', { count: waiting })}</p>}
        <TextField
          label={t('mailTestTo')}
          type="email"
          dir="ltr"
          autoComplete="email"
          maxLength={limits.emailMaxChars}
          value={to}
          error={problem}
          onChange={(event) => {
            setTo(event.target.value)
            setProblem(undefined)
          }}
        />
        <Button type="submit" kind="secondary" busy={busy} className="w-full tablet:w-auto tablet:self-start">
          {t('mailTest')}
        </Button>
        {trial && <Outcome trial={trial} server={server} />}
      </form>
    </SettingsSection>
  )
}
