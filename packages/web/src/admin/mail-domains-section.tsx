import { limits } from '@parley/protocol/limits'
import type { MailDomains } from '@parley/protocol/mail-domains'
import type { Client } from '@parley/sdk/api'
import { type FormEvent, useState } from 'react'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { Button, toast } from '../ui'
import { orToast } from '../ui/problem'
import { TextArea } from '../ui/text-area'
import { LoadedSection } from './loaded-section'
import { typedWords } from './words/typed-words'

interface FormProps {
  readonly held: MailDomains
  readonly onSaved: (now: MailDomains) => void
}

const DomainsForm = ({ held, onSaved }: FormProps) => {
  const t = useT()
  const client = useClient()
  const [refusedText, setRefusedText] = useState(() => held.refused.join('\n'))
  const [allowedText, setAllowedText] = useState(() => held.allowed.join('\n'))
  const [busy, setBusy] = useState(false)
  const bounds = t('mailDomainsTooMany', { count: limits.mailDomains })
  const maxLength = limits.mailDomains * (limits.emailMaxChars + 1)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const rules = { refused: typedWords(refusedText), allowed: typedWords(allowedText) }
    if (Math.max(rules.refused.length, rules.allowed.length) > limits.mailDomains) {
      toast(bounds, { kind: 'danger' })
      return
    }
    setBusy(true)
    const now = await orToast(t, client.call('admin.setMailDomains', rules))
    setBusy(false)
    if (!now) return
    setRefusedText(now.refused.join('\n'))
    setAllowedText(now.allowed.join('\n'))
    onSaved(now)
    toast(t('mailDomainsSaved'))
  }
  const common = { hint: bounds, maxLength, rows: 3 } as const
  return (
    <form noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-16">
      <TextArea label={t('mailDomainsRefused')} value={refusedText} onChange={setRefusedText} {...common} />
      <TextArea label={t('mailDomainsAllowed')} value={allowedText} onChange={setAllowedText} {...common} />
      <Button type="submit" kind="secondary" busy={busy} className="w-full tablet:w-auto tablet:self-start">
        {t('mailDomainsSave')}
      </Button>
    </form>
  )
}

const loadDomains = (client: Client) => client.call('admin.mailDomains', {})

/** The domains whose e-mail addresses people can't add, beside the built-in list. */
export const MailDomainsSection = () => {
  const t = useT()
  return (
    <LoadedSection title={t('mailDomains')} body={t('mailDomainsBody')} load={loadDomains}>
      {(held, onSaved) => <DomainsForm held={held} onSaved={onSaved} />}
    </LoadedSection>
  )
}
