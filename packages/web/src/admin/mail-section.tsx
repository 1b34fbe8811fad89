import type { Result } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { useFormat, useLanguage, useT } from '../i18n'
import { isolated } from '../i18n/isolated'
import { useClient } from '../lib/client'
import { looksLikeAddress } from '../settings/email/email-problem'
import { SettingsSection } from '../settings/settings-section'
import { Button, TextField } from '../ui'
import { useSending } from '../ui/use-sending'
import { type MailTrial, TrialOutcome } from './trial-outcome'

type Mail = Result<'admin.mail'>

/** The counts of mails since the node started, and the last failure. */
const MailHealth = ({ mail: { waiting, sent, failed, lastFailure, server = '' } }: { readonly mail: Mail }) => {
  const t = useT()
  const format = useFormat()
  const counts = [
    t('mailSent', { count: sent }),
    ...(waiting > 0 ? [t('mailWaiting', { count: waiting })] : []),
    ...(failed > 0 ? [t('mailFailed', { count: failed })] : []),
  ]
  return (
    <div data-testid="mail-health" className="flex flex-col gap-4 text-small text-text-2">
      <p>{counts.reduce((one, two) => t('twoSentences', { one, two }))}</p>
      {lastFailure && (
        <p className="text-danger">
          {t('twoSentences', {
            one: t('mailLastFailure', { time: format.dateTime(lastFailure.at) }),
            two: t(`mail_${lastFailure.problem}`, { server }),
          })}
        </p>
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
  const [trial, setTrial] = useState<MailTrial>()
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
  const { server = '', from = '' } = mail ?? {}
  return (
    <SettingsSection
      title={t('email')}
      {...(mail && {
        body: server === '' ? t('mailNone') : t('mailThrough', { from: isolated(from), server: isolated(server) }),
      })}
    >
      <form noValidate onSubmit={test} className="flex flex-col gap-12">
        {mail && <MailHealth mail={mail} />}
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
        {trial && <TrialOutcome trial={trial} server={server} />}
      </form>
    </SettingsSection>
  )
}
