import type { TimelineMessage } from '@parley/sdk/api'
import type { ReactNode } from 'react'
import { captionOf } from '../../media/caption-of'
import { cx } from '../../ui/class-names'
import styles from './media-figure.module.css'
import messageStyles from './message-row.module.css'
import { MessageText } from './message-text'

/** Words under a narrow picture have at least this width, in px. */
const captionPx = 220

interface MediaFigureProps {
  readonly message: TimelineMessage
  readonly body: { readonly caption?: string | undefined }
  /** Of the box, in px. */
  readonly width: number
  readonly height: number
  readonly meta: ReactNode
  /** What stands in it is reached by Tab. */
  readonly reachable: boolean
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A box that never changes its size, and what is written under it. */
export const MediaFigure = ({
  message,
  body,
  width,
  height,
  meta,
  reachable,
  className,
  children,
}: MediaFigureProps) => {
  const { caption } = body
  return (
    <figure
      className={styles.figure}
      data-captioned={caption !== undefined || undefined}
      style={{ width: caption === undefined ? width : Math.max(width, captionPx) }}
    >
      <div className={cx(styles.box, className)} style={{ width, aspectRatio: `${width} / ${height}` }}>
        {children}
        {caption === undefined && <div className={styles.over}>{meta}</div>}
      </div>
      {caption !== undefined && (
        <figcaption className={messageStyles.text} data-message-text dir="auto">
          <MessageText message={message} of={captionOf(body, caption)} reachable={reachable} />
          {meta}
        </figcaption>
      )}
    </figure>
  )
}
