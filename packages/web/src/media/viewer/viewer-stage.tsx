import { type ReactNode, useState } from 'react'
import { useLocalFile } from '../local-files'
import { PictureImage } from '../picture-image'
import { canPlay } from '../rows/can-play'
import { PlayButton, Refused, VideoPlayer, VideoStill } from '../rows/video-player'
import { shownBy } from '../shown-by'
import type { ViewedMessage } from '../viewed-message'
import styles from './viewer.module.css'

/** A small video is shown at least this wide, in px. */
const leastVideoPx = 640

interface FittedProps {
  readonly message: ViewedMessage
  readonly transform?: string | undefined
  readonly children: ReactNode
}

/** A box as large as the window lets it be. */
const Fitted = ({ message: { body }, transform, children }: FittedProps) => {
  const { width, height } = body
  const most = body.type === 'video' ? Math.max(width, leastVideoPx) : width
  return (
    <div
      className={styles.fit}
      style={{
        width: `min(100cqw, 100cqh * ${width / height}, ${most}px)`,
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
  /** How a picture is zoomed. */
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
      <PictureImage body={body} shownBy={shownBy(message)} px={body.width} local={local} />
    </Fitted>
  )
}

/** What is looked at: a picture, zoomed as far as asked, or a video with the browser's own controls. */
export const Shown = ({ message, transform }: ShownProps) => {
  const { body } = message
  return body.type === 'video' ? (
    <Video message={{ ...message, body }} />
  ) : (
    <Picture message={message} transform={transform} />
  )
}
