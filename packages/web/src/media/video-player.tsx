import type { MediaId, Video } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { Download, Play } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useFormat, useT } from '../i18n'
import { giveFocus } from '../ui/give-focus'
import { useLocalFile } from './local-files'
import { PictureImage } from './picture-image'
import styles from './rows.module.css'
import { sourceMessage } from './source-message'
import { useMedia } from './use-media'
import { useSteadyUrl } from './use-steady-url'

interface StillProps {
  readonly message: TimelineMessage
  readonly video: Pick<Video, 'poster' | 'thumbhash' | 'durationMs'>
  /** The width at which it is shown, in px. */
  readonly px: number
  readonly held: boolean
}

/** The placeholder of a video until it plays: its poster and its duration. */
export const VideoStill = ({ message, video: { poster, thumbhash, durationMs }, px, held }: StillProps) => {
  const format = useFormat()
  return (
    <>
      {poster && <Poster message={message} picture={{ mediaId: poster, thumbhash }} px={px} held={held} />}
      <span className={styles.duration} aria-hidden>
        <Play size={10} strokeWidth={2.5} fill="currentcolor" />
        {format.duration(durationMs)}
      </span>
    </>
  )
}

interface PosterProps extends Pick<StillProps, 'message' | 'px' | 'held'> {
  readonly picture: { readonly mediaId: MediaId; readonly thumbhash: string | undefined }
}

const Poster = ({ message, picture, px, held }: PosterProps) => {
  const local = useLocalFile(message, picture.mediaId)
  return <PictureImage body={picture} shownBy={sourceMessage(message)} local={local} px={px} held={held && !local} />
}

interface PlayButtonProps {
  readonly durationMs: number
  /** Whether it is reachable with Tab. */
  readonly reachable?: boolean
  readonly onPlay: () => void
}

/** The button in the middle of a video. */
export const PlayButton = ({ durationMs, reachable = false, onPlay }: PlayButtonProps) => {
  const t = useT()
  const format = useFormat()
  return (
    <button
      type="button"
      // In a chat, the keyboard stops at the row, where Enter plays the video.
      tabIndex={reachable ? 0 : -1}
      className={styles.play}
      aria-label={t('playVideo', { duration: format.duration(durationMs) })}
      data-open-media
      onClick={onPlay}
    >
      <span>
        <Play size={22} strokeWidth={2} fill="currentcolor" aria-hidden />
      </span>
    </button>
  )
}

interface PlayerProps {
  readonly message: TimelineMessage
  readonly video: Pick<Video, 'mediaId'>
  /** Called if this browser can't play it. */
  readonly onRefused: () => void
}

/** A playing video with the browser's own controls. */
export const VideoPlayer = ({ message, video, onRefused }: PlayerProps) => {
  const { url, failed } = useSteadyUrl(message, video.mediaId)
  const player = useRef<HTMLVideoElement>(null)
  useEffect(() => giveFocus(player.current, { preventScroll: true }), [])
  return (
    <video
      ref={player}
      className={styles.player}
      src={url}
      controls
      autoPlay
      playsInline
      tabIndex={0}
      onError={() => url && failed() && onRefused()}
      onKeyDown={({ key, currentTarget }) => key === 'Escape' && giveFocus(currentTarget.closest('article'))}
    >
      <track kind="captions" />
    </video>
  )
}

interface RefusedProps {
  readonly message: TimelineMessage
  readonly video: Pick<Video, 'mediaId' | 'name'>
  readonly reachable: boolean
}

/** Covers the poster of a video that this browser can't play. */
export const Refused = ({ message, video: { mediaId, name }, reachable }: RefusedProps) => {
  const t = useT()
  const url = useMedia(message.seq === undefined ? undefined : mediaId, sourceMessage(message))?.url
  return (
    <div className={styles.refused}>
      <span>{t('cannotPlay')}</span>
      {url && (
        <a href={url} download={name} tabIndex={reachable ? 0 : -1} data-open-media>
          <Download size={16} strokeWidth={2} aria-hidden />
          {t('downloadPicture')}
        </a>
      )}
    </div>
  )
}
