import type { AlbumBody, AlbumItem } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useT } from '../../i18n'
import { type AlbumCell, albumGrid, albumPx } from '../../media/album-grid'
import { canPlay } from '../../media/can-play'
import { LoadButton } from '../../media/load-button'
import { useLoad } from '../../media/loads-itself'
import { useLocalFile } from '../../media/local-files'
import { PictureImage } from '../../media/picture-image'
import styles from '../../media/rows.module.css'
import { sourceMessage } from '../../media/source-message'
import { PlayButton, Refused, VideoPlayer, VideoStill } from '../../media/video-player'
import { prefetchViewer } from '../../viewer/lazy-viewer'
import { usePaneNavigation } from '../pane-contexts'
import { MediaFigure } from './media-figure'
import { UploadRing } from './upload-ring'

interface CellProps {
  readonly message: TimelineMessage
  readonly item: AlbumItem & { kind: 'image' }
  readonly px: number
  readonly held: boolean
  /** Whether it can be opened. */
  readonly open: boolean
  readonly label: string
}

const PictureCell = ({ message, item, px, held, open, label }: CellProps) => {
  const { view } = usePaneNavigation()
  const local = useLocalFile(message, item.mediaId)
  return (
    <>
      <PictureImage body={item} shownBy={sourceMessage(message)} local={local} px={px} held={held && !local} />
      {open && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.open}
          aria-label={label}
          data-open-media
          onPointerEnter={prefetchViewer}
          onClick={({ currentTarget }) =>
            view(message, currentTarget.closest('article') ?? currentTarget, item.mediaId)
          }
        />
      )}
    </>
  )
}

const placeOf = ({ left, top, width, height }: AlbumCell) => ({
  insetInlineStart: `${left * 100}%`,
  top: `${top * 100}%`,
  width: `${width * 100}%`,
  height: `${height * 100}%`,
})

interface PlayingProps {
  readonly message: TimelineMessage
  readonly video: AlbumItem & { kind: 'video' }
  readonly reachable: boolean
  readonly onClose: () => void
}

/** A playing video of an album, over the whole album. */
const Playing = ({ message, video, reachable, onClose }: PlayingProps) => {
  const t = useT()
  const [refused, setRefused] = useState(() => !canPlay(video.mime))
  return (
    <div className={styles.stage}>
      {refused ? (
        <>
          <VideoStill message={message} video={video} px={albumPx} held={false} />
          <Refused message={message} video={video} reachable />
        </>
      ) : (
        <VideoPlayer message={message} video={video} onRefused={() => setRefused(true)} />
      )}
      <button
        type="button"
        className={styles.close}
        aria-label={t('close')}
        tabIndex={reachable ? 0 : -1}
        onClick={onClose}
      >
        <X size={16} strokeWidth={2.25} aria-hidden />
      </button>
    </div>
  )
}

interface AlbumContentProps {
  readonly message: TimelineMessage
  readonly body: AlbumBody
  readonly meta: ReactNode
  /** Whether its controls are reachable with Tab. */
  readonly reachable: boolean
}

/** Pictures and videos of one message, in a grid of a fixed size. */
export const AlbumContent = ({ message, body, meta, reachable }: AlbumContentProps) => {
  const t = useT()
  const { loads, load } = useLoad('pictures', message.id)
  const [playing, setPlaying] = useState<AlbumItem & { kind: 'video' }>()
  const { items } = body
  const { height, cells } = albumGrid(items)
  const waits = message.seq === undefined
  const open = !waits && loads && !playing
  return (
    <MediaFigure
      {...{ message, body, height, reachable }}
      width={albumPx}
      meta={playing ? null : meta}
      className={styles.album}
    >
      {items.map((item, at) => {
        const cell = cells[at]
        const label = t('openPictureOf', { at: at + 1, count: items.length })
        const shown = { message, held: !loads, open, label, px: (cell?.width ?? 1) * albumPx }
        return (
          <div key={item.mediaId} className={styles.cell} style={cell && placeOf(cell)}>
            {item.kind === 'image' ? (
              <PictureCell {...shown} item={item} />
            ) : (
              <>
                <VideoStill message={message} video={item} px={shown.px} held={!loads} />
                {open && <PlayButton durationMs={item.durationMs} onPlay={() => setPlaying(item)} />}
              </>
            )}
          </div>
        )
      })}
      {waits && message.status !== 'failed' && <UploadRing message={message} reachable={reachable} />}
      {!waits && !loads && (
        <LoadButton label="loadPicture" size={items.reduce((sum, { size }) => sum + size, 0)} onLoad={load} />
      )}
      {playing && (
        <Playing message={message} video={playing} reachable={reachable} onClose={() => setPlaying(undefined)} />
      )}
    </MediaFigure>
  )
}
