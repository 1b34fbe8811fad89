import type { TimelineMessage } from '@parley/sdk/api'
import type { ReactNode } from 'react'
import { captionOf } from '../../media/caption-of'
import { cx } from '../../ui/class-names'
import styles from './media-figure.module.css'
import messageStyles from './message-row.module.css'
import { MessageText } from './message-text'

/** The minimum width of captions under narrow pictures, in px. */
const captionPx = 220

interface MediaFigureProps {
  readonly message: TimelineMessage
  readonly body: { readonly caption?: string | undefined }
  /** The width of the box, in px. */
  readonly width: number
  readonly height: number
  readonly meta: ReactNode
  /** Whether its controls are reachable with Tab. */
  readonly reachable: boolean
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A box that never changes its size, with a caption below. */
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
  // With a caption, a narrow picture is cropped, so that it fills the width.
  const shownPx = caption === undefined ? width : Math.max(width, captionPx)
  return (
    <figure className={styles.figure} data-captioned={caption !== undefined || undefined} style={{ width: shownPx }}>
      <div className={cx(styles.box, className)} style={{ width: shownPx, aspectRatio: `${shownPx} / ${height}` }}>
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
