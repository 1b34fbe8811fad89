import type { ImageBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { type ReactNode, Suspense } from 'react'
import { useT } from '../../i18n'
import { useLoad } from '../../media/loads-itself'
import { useLocalFile } from '../../media/local-files'
import { pictureBox } from '../../media/picture-box'
import { PictureImage } from '../../media/picture-image'
import { sourceMessage } from '../../media/source-message'
import { lazyPart } from '../../ui/lazy-part'
import { prefetchViewer } from '../../viewer/lazy-viewer'
import { usePaneNavigation } from '../pane-contexts'
import { MediaFigure } from './media-figure'

const UploadRing = lazyPart(async () => (await import('./over-picture')).UploadRing)
const LoadButton = lazyPart(async () => (await import('./over-picture')).LoadButton)

interface PictureContentProps {
  readonly message: TimelineMessage
  readonly body: ImageBody
  readonly meta: ReactNode
  /** Whether its controls are reachable with Tab. */
  readonly reachable: boolean
}

/** A picture in a box that never changes its size, with a caption below. */
export const PictureContent = ({ message, body, meta, reachable }: PictureContentProps) => {
  const t = useT()
  const { view } = usePaneNavigation()
  const local = useLocalFile(message, body.mediaId)
  const { loads, load } = useLoad('pictures', body.mediaId)
  const { width, height } = pictureBox(body)
  const waits = message.seq === undefined
  const held = !loads && !local
  return (
    <MediaFigure message={message} body={body} width={width} height={height} meta={meta} reachable={reachable}>
      <PictureImage body={body} shownBy={sourceMessage(message)} local={local} px={width} held={held} />
      <Suspense fallback={null}>
        {waits && message.status !== 'failed' && <UploadRing message={message} reachable={reachable} />}
        {!waits && held && <LoadButton label="loadPicture" size={body.size} onLoad={load} />}
      </Suspense>
      {!waits && !held && (
        <button
          type="button"
          // The keyboard stops at the row, where Enter opens the picture.
          tabIndex={-1}
          className="absolute inset-0 cursor-zoom-in rounded-[inherit] focus-visible:-outline-offset-2"
          aria-label={t('openPicture')}
          data-open-media
          onPointerEnter={prefetchViewer}
          onClick={({ currentTarget }) => view(message, currentTarget.closest('article') ?? currentTarget)}
        />
      )}
    </MediaFigure>
  )
}
