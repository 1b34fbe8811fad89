import { Film, Play } from 'lucide-react'
import { useFormat, useT } from '../../i18n'
import { useLoad } from '../../media/loads-itself'
import { PictureImage } from '../../media/picture-image'
import { shownBy } from '../../media/shown-by'
import type { ViewedMessage } from '../../media/viewed-message'
import { loadViewer } from '../../media/viewer/lazy-viewer'
import { openViewer } from '../../media/viewer/viewer-store'
import { useMemberName } from '../../people/chat-name'
import { prefetch } from '../../ui/persistently'
import type { Entry } from './entries'
import styles from './media-cells.module.css'

/** How many stand side by side, and how large one is about, in px. */
export const cellsPerLine = 3
export const cellPx = 113

const Thumbnail = ({ viewed }: { readonly viewed: ViewedMessage }) => {
  const { body } = viewed
  const { loads } = useLoad('pictures', body.mediaId)
  const shown = { shownBy: shownBy(viewed), px: cellPx, held: !loads }
  if (body.type === 'image')
    return <PictureImage {...shown} body={{ mediaId: body.mediaId, thumbhash: body.thumbhash }} />
  return body.poster ? (
    <PictureImage {...shown} body={{ mediaId: body.poster, thumbhash: body.thumbhash }} />
  ) : (
    <Film size={28} strokeWidth={1.5} aria-hidden className="absolute inset-0 m-auto text-text-3" />
  )
}

const Cell = ({ viewed }: { readonly viewed: ViewedMessage }) => {
  const t = useT()
  const format = useFormat()
  const { body, chatId, senderId, at } = viewed
  const about = { name: useMemberName(chatId, senderId), date: format.date(at) }
  const duration = body.type === 'video' ? format.duration(body.durationMs) : undefined
  return (
    <button
      type="button"
      className="relative block aspect-square overflow-hidden bg-hover focus-visible:-outline-offset-2"
      aria-label={duration === undefined ? t('openPhotoOf', about) : t('openVideoOf', { ...about, duration })}
      onPointerEnter={() => prefetch(loadViewer)}
      onClick={({ currentTarget }) => openViewer({ message: viewed, opener: currentTarget })}
    >
      <Thumbnail viewed={viewed} />
      {duration !== undefined && (
        <span aria-hidden className={styles.duration}>
          <Play size={10} strokeWidth={2.5} fill="currentcolor" />
          {duration}
        </span>
      )}
    </button>
  )
}

/** Pictures and videos side by side; each one opens the viewer. */
export const MediaCells = ({ entries }: { readonly entries: readonly Entry[] }) => (
  <div className="grid grid-cols-3 gap-2 px-20 pb-2">
    {entries.map(({ key, viewed }) => viewed && <Cell key={key} viewed={viewed} />)}
  </div>
)
