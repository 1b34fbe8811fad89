import type { Session } from '@parley/protocol'
import { ShieldAlert } from 'lucide-react'
import { useState } from 'react'
import { navigate } from '../history/navigate'
import { useFormat, useT } from '../i18n'
import { isolated } from '../i18n/isolated'
import { useClient, useSelector } from '../lib/client'
import { useMinute } from '../lib/clock'
import { recall, remember } from '../lib/remembered'
import { paths } from '../navigation/places'
import { Button, toast } from '../ui'
import { orToast } from '../ui/problem'
import { newSignIns } from './new-sign-ins'

interface NoticeProps {
  readonly session: Session
  readonly onKnown: () => void
}

const Notice = ({ session, onKnown }: NoticeProps) => {
  const t = useT()
  const format = useFormat()
  const client = useClient()
  const [busy, setBusy] = useState(false)
  const { id, device, address, createdAt } = session
  const when = format.dateTime(createdAt)
  const end = async () => {
    setBusy(true)
    const ended = await orToast(t, client.call('sessions.revoke', { sessionId: id }))
    setBusy(false)
    if (!ended) return
    const action = { label: t('changePassword'), onSelect: () => navigate(paths.settings) }
    toast(t('signInEnded', { device: isolated(device) }), { action })
  }
  return (
    <section
      role="status"
      data-testid="new-sign-in"
      className="mx-8 mb-8 flex flex-col gap-12 rounded-12 bg-warning-bg p-12 text-warning-on-bg"
    >
      <div className="flex items-start gap-12">
        <ShieldAlert size={20} strokeWidth={1.75} aria-hidden className="shrink-0" />
        <div className="min-w-0 flex-1 text-small">
          <h2 className="text-ui font-600">{t('newSignIn')}</h2>
          <bdi className="block break-words">{device}</bdi>
          <span>{address === undefined ? when : t('signInAt', { when, address: isolated(address) })}</span>
        </div>
      </div>
      <div className="flex flex-wrap gap-8">
        <Button kind="secondary" size="small" onClick={onKnown}>
          {t('itWasMe')}
        </Button>
        <Button
          kind="dangerOutline"
          size="small"
          busy={busy}
          aria-label={t('endSessionLabel', { device })}
          onClick={() => void end()}
        >
          {t('endSession')}
        </Button>
      </div>
    </section>
  )
}

/** Tells of sign-ins on other devices, one at a time, until the user confirms or ends them. */
export const SignInNotice = () => {
  const nowMs = useMinute(true)
  const [knownUntil, setKnownUntil] = useState(() => Number(recall('knownSignIns') ?? 0))
  const session = useSelector((state) => newSignIns(state, { knownUntil, nowMs })[0])
  if (!session) return null
  const confirm = () => {
    remember('knownSignIns', String(session.createdAt))
    setKnownUntil(session.createdAt)
  }
  return <Notice key={session.id} session={session} onKnown={confirm} />
}
