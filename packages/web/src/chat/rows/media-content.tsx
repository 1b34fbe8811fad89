import type { AlbumBody, FileBody, VideoBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { type ReactNode, Suspense } from 'react'
import { albumGrid, albumPx } from '../../media/album-grid'
import { filePx } from '../../media/file-box'
import { videoBox } from '../../media/picture-box'
import { late } from '../../ui/late'
import styles from './media-content.module.css'
import { MediaFigure } from './media-figure'

const VideoContent = late(async () => (await import('../../media/rows')).VideoContent)
const AlbumContent = late(async () => (await import('../../media/rows')).AlbumContent)
const FileContent = late(async () => (await import('../../media/rows')).FileContent)

interface MediaContentProps {
  readonly message: TimelineMessage
  readonly body: VideoBody | FileBody | AlbumBody
  readonly meta: ReactNode
  /** What stands in it is reached by Tab. */
  readonly reachable: boolean
}

const boxOf = (body: VideoBody | AlbumBody) =>
  body.type === 'video' ? videoBox(body) : { width: albumPx, height: albumGrid(body.items).height }

/** Videos, albums and files; their code comes with the first one, into a box that is as high already. */
export const MediaContent = ({ body, ...shown }: MediaContentProps) => {
  switch (body.type) {
    case 'file':
      return (
        <Suspense fallback={<div className={styles.coming} style={{ height: filePx(body) }} />}>
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
              {null}
            </MediaFigure>
          }
        >
          {body.type === 'video' ? <VideoContent {...shown} body={body} /> : <AlbumContent {...shown} body={body} />}
        </Suspense>
      )
    }
  }
}
