import { Download, LocateFixed, X, ZoomIn, ZoomOut } from 'lucide-react'
import { useFormat, useT } from '../../i18n'
import { useUserName } from '../../people/chat-name'
import { showInChat } from '../../shell/show-in-chat'
import { IconButton } from '../../ui'
import { savedName } from '../save-all'
import { shownBy } from '../shown-by'
import { useMedia } from '../use-media'
import type { ViewedMessage } from '../viewed-message'
import type { useZoom } from './use-zoom'
import styles from './viewer.module.css'
import { closeViewer } from './viewer-store'

const DownloadLink = ({ message }: { readonly message: ViewedMessage }) => {
  const t = useT()
  const { mediaId, name, type } = message.body
  const source = useMedia(mediaId, shownBy(message))
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
  readonly zoom: ReturnType<typeof useZoom>
}

/** Who sent it and when, and what can be done with it. */
export const ViewerBar = ({ message, zoom }: ViewerBarProps) => {
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
        <time
          dateTime={new Date(message.at).toISOString()}
        >{`${format.date(message.at)} ${format.time(message.at)}`}</time>
      </div>
      {message.body.type === 'image' && (
        <>
          <IconButton icon={ZoomOut} label={t('zoomOut')} disabled={!zoom.isZoomed} onClick={zoom.zoomOut} />
          <IconButton icon={ZoomIn} label={t('zoomIn')} disabled={!zoom.canZoomIn} onClick={zoom.zoomIn} />
        </>
      )}
      <IconButton icon={LocateFixed} label={t('showInChat')} onClick={show} />
      <DownloadLink message={message} />
      <IconButton icon={X} label={t('close')} onClick={closeViewer} />
    </header>
  )
}
