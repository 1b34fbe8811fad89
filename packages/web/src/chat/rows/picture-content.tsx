import type { ImageBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { type ReactNode, Suspense } from 'react'
import { useT } from '../../i18n'
import { useLoad } from '../../media/loads-itself'
import { useLocalFile } from '../../media/local-files'
import { pictureBox } from '../../media/picture-box'
import { PictureImage } from '../../media/picture-image'
import { shownBy } from '../../media/shown-by'
import { loadViewer } from '../../media/viewer/lazy-viewer'
import { late } from '../../ui/late'
import { prefetch } from '../../ui/persistently'
import { MediaFigure } from './media-figure'
import styles from './picture-content.module.css'
import { useRowSurroundings } from './row-context'

const UploadRing = late(async () => (await import('../../media/over-picture')).UploadRing)
const LoadButton = late(async () => (await import('../../media/over-picture')).LoadButton)

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
  const local = useLocalFile(message, body.mediaId)
  const { loads, load } = useLoad('pictures', body.mediaId)
  const { width, height } = pictureBox(body)
  const waits = message.seq === undefined
  const held = !loads && !local
  return (
    <MediaFigure message={message} body={body} width={width} height={height} meta={meta} reachable={reachable}>
      <PictureImage body={body} shownBy={shownBy(message)} local={local} px={width} held={held} />
      <Suspense fallback={null}>
        {waits && message.status !== 'failed' && <UploadRing message={message} />}
        {!waits && held && <LoadButton label="loadPicture" size={body.size} onLoad={load} />}
      </Suspense>
      {!waits && !held && (
        <button
          type="button"
          // The row is where the keyboard stops; Enter opens the picture from there.
          tabIndex={-1}
          className={styles.open}
          aria-label={t('openPicture')}
          data-open-media
          onPointerEnter={() => prefetch(loadViewer)}
          onClick={({ currentTarget }) => actions.view(message, currentTarget.closest('article') ?? currentTarget)}
        />
      )}
    </MediaFigure>
  )
}
