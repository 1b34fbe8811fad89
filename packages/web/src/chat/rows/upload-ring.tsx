import type { TimelineMessage } from '@parley/sdk/api'
import { Pause, Play, X } from 'lucide-react'
import { useFormat, useT } from '../../i18n'
import { Ring } from '../../media/ring'
import { useOutboxActions } from '../pane-contexts'
import styles from './upload-ring.module.css'

/** The upload progress of a waiting message, and functions that pause it or discard the message. */
export const useUpload = ({ id, status, progress }: TimelineMessage) => {
  const t = useT()
  const format = useFormat()
  const { discard, pause, resume } = useOutboxActions()
  const done = { share: format.percent(progress ?? 0) }
  const paused = status === 'paused'
  return {
    paused,
    hold: {
      icon: paused ? Play : Pause,
      label: t(paused ? 'resumeUpload' : 'pauseUpload', done),
      run: () => (paused ? resume(id) : pause(id)),
    },
    cancel: { icon: X, label: t('cancelPicture', done), run: () => discard(id) },
  }
}

interface UploadRingProps {
  readonly message: TimelineMessage
  /** Whether it is reachable with Tab. */
  readonly reachable: boolean
}

/**
 * Covers pictures and videos that are being sent: the progress in the middle, a button in the corner that discards
 * them.
 */
export const UploadRing = ({ message, reachable }: UploadRingProps) => {
  const t = useT()
  const { hold, cancel, paused } = useUpload(message)
  const Hold = hold.icon
  const tabIndex = reachable ? 0 : -1
  return (
    <>
      <button type="button" className={styles.hold} tabIndex={tabIndex} aria-label={hold.label} onClick={hold.run}>
        <Ring share={paused ? (message.progress ?? 0) : message.progress} />
        <Hold size={18} strokeWidth={2} aria-hidden />
      </button>
      {message.status === 'checking' && <span className={styles.checking}>{t('statusChecking')}</span>}
      <button
        type="button"
        className={styles.cancel}
        tabIndex={tabIndex}
        aria-label={cancel.label}
        title={cancel.label}
        onClick={cancel.run}
      >
        <X size={16} strokeWidth={2.25} aria-hidden />
      </button>
    </>
  )
}
