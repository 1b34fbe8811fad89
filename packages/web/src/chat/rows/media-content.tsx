import type { AlbumBody, FileBody, VideoBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { type ReactNode, Suspense } from 'react'
import { albumGrid, albumPx } from '../../media/album-grid'
import { filePx } from '../../media/file-box'
import { videoBox } from '../../media/picture-box'
import { lazyPart } from '../../ui/lazy-part'
import { MediaFigure } from './media-figure'
import { RowPlaceholder } from './row-placeholder'

const VideoContent = lazyPart(async () => (await import('./media-chunk')).VideoContent)
const AlbumContent = lazyPart(async () => (await import('./media-chunk')).AlbumContent)
const FileContent = lazyPart(async () => (await import('./media-chunk')).FileContent)

interface MediaContentProps {
  readonly message: TimelineMessage
  readonly body: VideoBody | FileBody | AlbumBody
  readonly meta: ReactNode
  /** Whether its controls are reachable with Tab. */
  readonly reachable: boolean
}

const boxOf = (body: VideoBody | AlbumBody) =>
  body.type === 'video' ? videoBox(body) : { width: albumPx, height: albumGrid(body.items).height }

/** Videos, albums and files. The code loads with the first one, into a box of the final height. */
export const MediaContent = ({ body, ...shown }: MediaContentProps) => {
  switch (body.type) {
    case 'file':
      return (
        <Suspense fallback={<RowPlaceholder height={filePx(body)} />}>
          <FileContent {...shown} body={body} />
        </Suspense>
      )
    case 'video':
    case 'album': {
      const box = boxOf(body)
      return (
        <Suspense
          fallback={
            <MediaFigure {...shown} body={body} {...box}>
              <RowPlaceholder {...box} />
            </MediaFigure>
          }
        >
          {body.type === 'video' ? <VideoContent {...shown} body={body} /> : <AlbumContent {...shown} body={body} />}
        </Suspense>
      )
    }
  }
}
