import { Download, LocateFixed, X, ZoomIn, ZoomOut } from 'lucide-react'
import { useFormat, useT } from '../i18n'
import { savedName } from '../media/save-all'
import { sourceMessage } from '../media/source-message'
import { useMedia } from '../media/use-media'
import type { ViewedMessage } from '../media/viewed-message'
import { showInChat } from '../navigation/show-in-chat'
import { useUserName } from '../people/chat-name'
import { IconButton } from '../ui'
import type { PlaceInSequence } from './media-sequence'
import type { useZoom } from './use-zoom'
import styles from './viewer.module.css'
import { closeViewer } from './viewer-store'

const DownloadLink = ({ message }: { readonly message: ViewedMessage }) => {
  const t = useT()
  const { mediaId, name, type } = message.body
  const source = useMedia(mediaId, sourceMessage(message))
  const url = source?.url ?? source?.sizes.at(-1)?.url
  return (
    url && (
      <a
        href={url}
        download={savedName({ name, image: type === 'image' })}
        data-download
        className={styles.download}
        aria-label={t('downloadPicture')}
        title={t('downloadPicture')}
      >
        <Download size={20} strokeWidth={1.75} aria-hidden />
      </a>
    )
  )
}

interface ViewerBarProps {
  readonly message: ViewedMessage
  readonly place: PlaceInSequence | undefined
  readonly zoom: ReturnType<typeof useZoom>
}

/** The sender, the time, and the actions. */
export const ViewerBar = ({ message, place, zoom }: ViewerBarProps) => {
  const t = useT()
  const format = useFormat()
  const name = useUserName(message.senderId)
  const show = () => {
    closeViewer()
    showInChat(message)
  }
  return (
    <header className={styles.bar}>
      <div className={styles.who}>
        <bdi className={styles.name}>{name}</bdi>
        <time dateTime={new Date(message.at).toISOString()}>{format.dateTime(message.at)}</time>
      </div>
      {place && (
        <span className={styles.count} data-testid="viewer-count">
          <span className="sr-only">{t('pictureOf', place)}</span>
          <span aria-hidden>{`${format.number(place.at)} / ${format.number(place.count)}`}</span>
        </span>
      )}
      {message.body.type === 'image' && (
        <>
          <IconButton
            icon={ZoomOut}
            label={t('zoomOut')}
            className={styles.zoom ?? ''}
            disabled={!zoom.isZoomed}
            onClick={zoom.zoomOut}
          />
          <IconButton
            icon={ZoomIn}
            label={t('zoomIn')}
            className={styles.zoom ?? ''}
            disabled={!zoom.canZoomIn}
            onClick={zoom.zoomIn}
          />
        </>
      )}
      <IconButton icon={LocateFixed} label={t('showInChat')} onClick={show} />
      <DownloadLink message={message} />
      <IconButton icon={X} label={t('close')} onClick={closeViewer} />
    </header>
  )
}
