import { CloudOff, Wifi } from 'lucide-react'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { useConnectionNotice } from './connection-notice'

/** The slim line above everything while there is no network, and for a moment when it is back. */
export const ConnectionBanner = () => {
  const t = useT()
  const notice = useConnectionNotice()
  const queued = useSelector((state) => [...state.chats.values()].reduce((sum, { queued }) => sum + queued, 0))
  const restored = notice === 'restored'
  if (notice !== 'offline' && !restored) return <div role="status" className="sr-only" />
  const Icon = restored ? Wifi : CloudOff
  return (
    <div
      role="status"
      className={`flex min-h-28 shrink-0 items-center justify-center gap-8 px-12 py-4 text-meta font-500 ${
        restored ? 'bg-success-bg text-success' : 'bg-warning-bg text-warning-on-bg'
      }`}
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden className="shrink-0" />
      <span className="tabular">
        {restored ? t('backOnline') : t('offlineBanner')}
        {!restored && queued > 0 && ` · ${t('offlineQueued', { count: queued })}`}
      </span>
    </div>
  )
}
