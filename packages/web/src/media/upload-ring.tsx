import type { TimelineMessage } from '@parley/sdk/api'
import { Pause, Play, X } from 'lucide-react'
import { useRowSurroundings } from '../chat/rows/row-context'
import { useFormat, useT } from '../i18n'
import { Ring } from './ring'
import styles from './upload-ring.module.css'

/** How far the files of a waiting message are, with the ways to stop them and to throw the message away. */
export const useUpload = ({ id, status, progress }: TimelineMessage) => {
  const t = useT()
  const format = useFormat()
  const { discard, pause, resume } = useRowSurroundings()
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

/** Over pictures and videos on their way: in the middle how far they are, in the corner the way to throw them away. */
export const UploadRing = ({ message }: { readonly message: TimelineMessage }) => {
  const t = useT()
  const { hold, cancel, paused } = useUpload(message)
  const Hold = hold.icon
  return (
    <>
      <button type="button" className={styles.hold} aria-label={hold.label} onClick={hold.run}>
        <Ring share={paused ? (message.progress ?? 0) : message.progress} />
        <Hold size={18} strokeWidth={2} aria-hidden />
      </button>
      {message.status === 'checking' && <span className={styles.checking}>{t('statusChecking')}</span>}
      <button
        type="button"
        className={styles.cancel}
        aria-label={cancel.label}
        title={cancel.label}
        onClick={cancel.run}
      >
        <X size={16} strokeWidth={2.25} aria-hidden />
      </button>
    </>
  )
}
