import { Film, Play } from 'lucide-react'
import { useFormat, useT } from '../../i18n'
import { useLoad } from '../../media/loads-itself'
import { PictureImage } from '../../media/picture-image'
import { sourceMessage } from '../../media/source-message'
import type { ViewedMessage } from '../../media/viewed-message'
import { useMemberName } from '../../people/chat-name'
import { prefetchViewer } from '../../viewer/lazy-viewer'
import { openViewer } from '../../viewer/viewer-store'
import type { Entry } from './entries'

/** The number of cells in a line, and their approximate size in px. */
export const cellsPerLine = 3
export const cellPx = 113

const Thumbnail = ({ viewed }: { readonly viewed: ViewedMessage }) => {
  const { body } = viewed
  const { loads } = useLoad('pictures', body.mediaId)
  const shown = { shownBy: sourceMessage(viewed), px: cellPx, held: !loads }
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
      onPointerEnter={prefetchViewer}
      onClick={({ currentTarget }) => openViewer({ message: viewed, opener: currentTarget })}
    >
      <Thumbnail viewed={viewed} />
      {duration !== undefined && (
        <span
          aria-hidden
          className="absolute start-4 bottom-4 flex h-20 items-center gap-4 rounded-10 bg-[rgb(0_0_0/0.6)] px-6 text-caption text-white tabular-nums"
        >
          <Play size={10} strokeWidth={2.5} fill="currentcolor" />
          {duration}
        </span>
      )}
    </button>
  )
}

/** Pictures and videos side by side. Each one opens the viewer. */
export const MediaCells = ({ entries }: { readonly entries: readonly Entry[] }) => (
  <div className="grid grid-cols-3 gap-2 px-20 pb-2">
    {entries.map(({ key, viewed }) => viewed && <Cell key={key} viewed={viewed} />)}
  </div>
)
