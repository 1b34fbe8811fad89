import type { ImageBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../../i18n'
import { captionOf } from '../../media/caption-of'
import { useLocalPicture } from '../../media/local-pictures'
import { pictureBox } from '../../media/picture-box'
import { PictureImage } from '../../media/picture-image'
import { loadViewer } from '../../media/viewer/lazy-viewer'
import { prefetch } from '../../ui/persistently'
import messageStyles from './message-row.module.css'
import { MessageText } from './message-text'
import styles from './picture-content.module.css'
import { useRowSurroundings } from './row-context'

/** Words under a narrow picture have at least this width, in px. */
const captionPx = 220
const ringRadius = 20
const ringLength = 2 * Math.PI * ringRadius

/** How far an upload is, with the way to end it in its middle. */
const Progress = ({ message }: { readonly message: TimelineMessage }) => {
  const t = useT()
  const format = useFormat()
  const { discard } = useRowSurroundings()
  const share = message.progress ?? 0
  return (
    <button
      type="button"
      className={styles.progress}
      aria-label={t('cancelPicture', { share: format.percent(share) })}
      onClick={() => discard(message.id)}
    >
      <svg viewBox="0 0 44 44" aria-hidden data-unknown={message.progress === undefined || undefined}>
        <circle cx={22} cy={22} r={ringRadius} />
        <circle
          cx={22}
          cy={22}
          r={ringRadius}
          strokeDasharray={`${Math.max(0.04, share) * ringLength} ${ringLength}`}
        />
      </svg>
      <X size={18} strokeWidth={2} aria-hidden />
    </button>
  )
}

interface PictureContentProps {
  readonly message: TimelineMessage
  readonly body: ImageBody
  readonly meta: ReactNode
  /** What stands in it is reached by Tab. */
  readonly reachable: boolean
}

/** A picture, in a box that never changes its size, and what is written under it. */
export const PictureContent = ({ message, body, meta, reachable }: PictureContentProps) => {
  const t = useT()
  const { actions } = useRowSurroundings()
  const local = useLocalPicture(message)
  const { width, height } = pictureBox(body)
  const captioned = body.caption !== undefined
  const waits = message.seq === undefined
  return (
    <figure
      className={styles.picture}
      data-captioned={captioned || undefined}
      style={{ width: captioned ? Math.max(width, captionPx) : width }}
    >
      <div className={styles.box} style={{ width, aspectRatio: `${width} / ${height}` }}>
        <PictureImage body={body} local={local} px={width} />
        {waits ? (
          message.status !== 'failed' && <Progress message={message} />
        ) : (
          <button
            type="button"
            // The row is where the keyboard stops; Enter opens the picture from there.
            tabIndex={-1}
            className={styles.open}
            aria-label={t('openPicture')}
            onPointerEnter={() => prefetch(loadViewer)}
            onClick={({ currentTarget }) => actions.view(message, currentTarget.closest('article') ?? currentTarget)}
          />
        )}
        {body.caption === undefined && <div className={styles.over}>{meta}</div>}
      </div>
      {body.caption !== undefined && (
        <figcaption className={messageStyles.text} data-message-text dir="auto">
          <MessageText message={message} of={captionOf(body, body.caption)} reachable={reachable} />
          {meta}
        </figcaption>
      )}
    </figure>
  )
}
