import type { VideoBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { type ReactNode, useState } from 'react'
import { canPlay } from '../../media/can-play'
import { LoadButton } from '../../media/load-button'
import { useLoad } from '../../media/loads-itself'
import { videoBox } from '../../media/picture-box'
import { PlayButton, Refused, VideoPlayer, VideoStill } from '../../media/video-player'
import { MediaFigure } from './media-figure'
import { UploadRing } from './upload-ring'

interface VideoContentProps {
  readonly message: TimelineMessage
  readonly body: VideoBody
  readonly meta: ReactNode
  /** Whether its controls are reachable with Tab. */
  readonly reachable: boolean
}

/** A video. It shows its poster until the user plays it in place. */
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
      {waits && message.status !== 'failed' && <UploadRing message={message} reachable={reachable} />}
      {!waits && !loads && <LoadButton label="loadVideo" size={body.size} onLoad={load} />}
      {!waits && loads && shown === 'still' && (
        <PlayButton durationMs={body.durationMs} onPlay={() => setShown('playing')} />
      )}
      {!waits && loads && shown === 'refused' && <Refused message={message} video={body} reachable={reachable} />}
    </MediaFigure>
  )
}
