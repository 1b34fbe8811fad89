import { CloudOff, Wifi } from 'lucide-react'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { useConnectionNotice } from '../offline/connection-notice'

/** The banner over a pane without a network, and for a moment after reconnecting. It moves nothing. */
export const ConnectionBanner = ({ at }: { readonly at: 'start' | 'end' }) => {
  const t = useT()
  const notice = useConnectionNotice()
  const queued = useSelector((state) => [...state.chats.values()].reduce((sum, { queued }) => sum + queued, 0))
  const restored = notice === 'restored'
  if (notice !== 'offline' && !restored) return <div role="status" className="sr-only" />
  const Icon = restored ? Wifi : CloudOff
  return (
    <div
      role="status"
      className={`pointer-events-none absolute inset-x-12 z-20 flex min-h-28 items-center justify-center gap-8 rounded-8 px-12 py-4 text-meta font-500 shadow-e2 ${
        at === 'start' ? 'top-64 group-has-[[data-chat-bar]]/main:mt-44' : 'bottom-12'
      } ${restored ? 'bg-success-bg text-success' : 'bg-warning-bg text-warning-on-bg'}`}
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden className="shrink-0" />
      <span className="tabular">
        {restored ? t('backOnline') : t('offlineBanner')}
        {!restored && queued > 0 && ` · ${t('offlineQueued', { count: queued })}`}
      </span>
    </div>
  )
}
