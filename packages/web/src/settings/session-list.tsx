import type { Session } from '@parley/protocol'
import { Monitor, Smartphone } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useFormat, useT } from '../i18n'
import { isolated } from '../i18n/isolated'
import { useClient, useSelector } from '../lib/client'
import { useMinute } from '../lib/clock'
import { Button, Dialog, toast } from '../ui'
import { orToast } from '../ui/problem'
import { liveSessions } from './live-sessions'

const SessionRow = ({ session, current }: { readonly session: Session; readonly current: boolean }) => {
  const t = useT()
  const format = useFormat()
  const client = useClient()
  const [busy, setBusy] = useState(false)
  const Icon = /iPhone|iPad|Android/.test(session.device) ? Smartphone : Monitor
  const end = async () => {
    setBusy(true)
    await orToast(t, client.call('sessions.revoke', { sessionId: session.id }))
    setBusy(false)
  }
  const nowMs = useMinute(!current)
  const seen = current ? t('thisDevice') : t('lastActive', { ago: format.ago(session.lastSeenAt, nowMs) })
  return (
    <li className="flex min-h-64 items-center gap-12 py-8">
      <span aria-hidden className="grid size-40 shrink-0 place-items-center rounded-10 bg-hover text-text-2">
        <Icon size={20} strokeWidth={1.75} />
      </span>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-ui text-text">{session.device}</bdi>
        <span className="flex flex-col text-meta text-text-2 tablet:flex-row tablet:gap-4">
          <span title={format.full(session.lastSeenAt)} className={current ? 'font-500 text-success' : undefined}>
            {seen}
          </span>
          <span aria-hidden className="hidden tablet:inline">
            ·
          </span>
          <span>{t('signedInOn', { date: format.date(session.createdAt) })}</span>
          {session.address !== undefined && <span>{t('signedInFrom', { address: isolated(session.address) })}</span>}
        </span>
      </span>
      {!current && (
        <Button
          kind="secondary"
          size="small"
          busy={busy}
          aria-label={t('endSessionLabel', { device: session.device })}
          onClick={() => void end()}
        >
          {t('endSession')}
        </Button>
      )}
    </li>
  )
}

const EndOthers = () => {
  const t = useT()
  const client = useClient()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const end = async () => {
    setBusy(true)
    const ended = await orToast(t, client.call('sessions.revokeOthers', {}))
    setBusy(false)
    setAsking(false)
    if (ended) toast(t('othersEnded', { count: ended.sessions.length }))
  }
  return (
    <>
      <Button kind="dangerOutline" className="mt-8 w-full tablet:w-auto" onClick={() => setAsking(true)}>
        {t('endOthers')}
      </Button>
      <Dialog
        alert
        open={asking}
        onClose={() => setAsking(false)}
        title={t('endOthersTitle')}
        description={t('endOthersBody')}
        footer={
          <>
            <Button kind="secondary" onClick={() => setAsking(false)}>
              {t('cancel')}
            </Button>
            <Button kind="danger" busy={busy} onClick={() => void end()}>
              {t('signOut')}
            </Button>
          </>
        }
      >
        {null}
      </Dialog>
    </>
  )
}

/** The sessions of this account. Deltas bring changed rows. A newly fetched list brings the latest times of use. */
export const SessionList = () => {
  const t = useT()
  const client = useClient()
  const [listed, setListed] = useState<readonly Session[]>([])
  const ownId = useSelector((state) => state.sessionId)
  const held = useSelector((state) => state.sessions)
  useEffect(() => {
    client.call('sessions.list', {}).then(
      ({ sessions }) => setListed(sessions),
      () => undefined,
    )
  }, [client])
  const live = liveSessions([...listed, ...held.values()], ownId)
  return (
    <>
      <ul className="m-0 list-none p-0">
        {live.map((session) => (
          <SessionRow key={session.id} session={session} current={session.current} />
        ))}
      </ul>
      {live.length > 1 ? <EndOthers /> : <p className="text-small text-text-3">{t('noOtherSessions')}</p>}
    </>
  )
}
