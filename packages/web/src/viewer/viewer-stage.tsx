import { type ReactNode, useState } from 'react'
import { canPlay } from '../media/can-play'
import { useLocalFile } from '../media/local-files'
import { PictureImage } from '../media/picture-image'
import { sourceMessage } from '../media/source-message'
import { PlayButton, Refused, VideoPlayer, VideoStill } from '../media/video-player'
import type { ViewedMessage } from '../media/viewed-message'
import styles from './viewer.module.css'

/** The minimum width of a small video, in px. */
const leastVideoPx = 640

interface FittedProps {
  readonly message: ViewedMessage
  readonly transform?: string | undefined
  readonly children: ReactNode
}

/** A box as large as the window allows. */
const Fitted = ({ message: { body }, transform, children }: FittedProps) => {
  const { width, height } = body
  const most = body.type === 'video' ? Math.max(width, leastVideoPx) : width
  return (
    <div
      className={styles.fit}
      style={{
        width: `min(100cqw - 2 * var(--air-x), (100cqh - 2 * var(--air-y)) * ${width / height}, ${most}px)`,
        aspectRatio: `${width} / ${height}`,
        ...(transform !== undefined && { transform }),
      }}
    >
      {children}
    </div>
  )
}

interface ShownProps {
  readonly message: ViewedMessage
  /** The zoom of a picture, as a CSS transform. */
  readonly transform: string
}

const Video = ({ message }: { readonly message: ViewedMessage & { readonly body: { readonly type: 'video' } } }) => {
  const { body } = message
  const [shown, setShown] = useState<'still' | 'playing' | 'refused'>(() => (canPlay(body.mime) ? 'still' : 'refused'))
  return (
    <Fitted message={message}>
      {shown === 'playing' ? (
        <VideoPlayer message={message} video={body} onRefused={() => setShown('refused')} />
      ) : (
        <VideoStill message={message} video={body} px={body.width} held={false} />
      )}
      {shown === 'still' && <PlayButton reachable durationMs={body.durationMs} onPlay={() => setShown('playing')} />}
      {shown === 'refused' && <Refused message={message} video={body} reachable />}
    </Fitted>
  )
}

const Picture = ({ message, transform }: ShownProps) => {
  const { body } = message
  const local = useLocalFile(message, body.mediaId)
  return (
    <Fitted message={message} transform={transform}>
      <PictureImage body={body} shownBy={sourceMessage(message)} px={body.width} local={local} />
    </Fitted>
  )
}

/** The current item: a zoomed picture, or a video with the browser's own controls. */
export const Shown = ({ message, transform }: ShownProps) => {
  const { body } = message
  return body.type === 'video' ? (
    <Video message={{ ...message, body }} />
  ) : (
    <Picture message={message} transform={transform} />
  )
}
