import type { VideoBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { type ReactNode, useState } from 'react'
import { MediaFigure } from '../../chat/rows/media-figure'
import { LoadButton } from '../load-button'
import { useLoad } from '../loads-itself'
import { videoBox } from '../picture-box'
import { UploadRing } from '../upload-ring'
import { canPlay } from './can-play'
import { PlayButton, Refused, VideoPlayer, VideoStill } from './video-player'

interface VideoContentProps {
  readonly message: TimelineMessage
  readonly body: VideoBody
  readonly meta: ReactNode
  /** What stands in it is reached by Tab. */
  readonly reachable: boolean
}

/** A video: its poster, until somebody plays it in its place. */
export const VideoContent = ({ message, body, meta, reachable }: VideoContentProps) => {
  const { loads, load } = useLoad('videos', body.mediaId)
  const [shown, setShown] = useState<'still' | 'playing' | 'refused'>(() => (canPlay(body.mime) ? 'still' : 'refused'))
  const box = videoBox(body)
  const waits = message.seq === undefined
  if (shown === 'playing')
    return (
      <MediaFigure message={message} body={body} {...box} meta={null} reachable={reachable}>
        <VideoPlayer message={message} video={body} onRefused={() => setShown('refused')} />
      </MediaFigure>
    )
  return (
    <MediaFigure message={message} body={body} {...box} meta={meta} reachable={reachable}>
      <VideoStill message={message} video={body} px={box.width} held={!loads} />
      {waits && message.status !== 'failed' && <UploadRing message={message} />}
      {!waits && !loads && <LoadButton label="loadVideo" size={body.size} onLoad={load} />}
      {!waits && loads && shown === 'still' && (
        <PlayButton durationMs={body.durationMs} onPlay={() => setShown('playing')} />
      )}
      {!waits && loads && shown === 'refused' && <Refused message={message} video={body} reachable={reachable} />}
    </MediaFigure>
  )
}
