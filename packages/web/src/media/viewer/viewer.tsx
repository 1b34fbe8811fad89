import type { MediaId } from '@parley/protocol'
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { WrittenText } from '../../chat/markdown/markdown'
import { useClient } from '../../client'
import { useFormat, useT } from '../../i18n'
import { useUserName } from '../../people/chat-name'
import { cx, IconButton, Spinner } from '../../ui'
import { captionOf } from '../caption-of'
import { useLocalPicture } from '../local-pictures'
import { PictureImage } from '../picture-image'
import type { PictureMessage } from '../picture-message'
import { useMedia } from '../use-media'
import { useWalk, type Way } from './use-walk'
import { useZoom } from './use-zoom'
import styles from './viewer.module.css'
import { closeViewer, type Viewed } from './viewer-store'

const downloadName = (name: string): string => `${name.replace(/\.\w{1,5}$/, '')}.webp`

interface BarProps {
  readonly message: PictureMessage
  readonly children: ReactNode
}

const Bar = ({ message, children }: BarProps) => {
  const format = useFormat()
  const name = useUserName(message.senderId)
  return (
    <header className={styles.bar}>
      <div className={styles.who}>
        <bdi className={styles.name}>{name}</bdi>
        <time
          dateTime={new Date(message.at).toISOString()}
        >{`${format.date(message.at)} ${format.time(message.at)}`}</time>
      </div>
      {children}
    </header>
  )
}

/** Addresses of the picture beside it, so that it comes at once. */
const useBeside = (id: MediaId | undefined) => {
  const client = useClient()
  useEffect(() => id && client.media(id).subscribe(() => undefined), [client, id])
}

const Tools = ({ message, zoom }: { readonly message: PictureMessage; readonly zoom: ReturnType<typeof useZoom> }) => {
  const t = useT()
  const { mediaId, name } = message.body
  const url = useMedia(mediaId)?.sizes.at(-1)?.url
  return (
    <>
      <IconButton icon={ZoomOut} label={t('zoomOut')} disabled={!zoom.isZoomed} onClick={zoom.zoomOut} />
      <IconButton icon={ZoomIn} label={t('zoomIn')} disabled={!zoom.canZoomIn} onClick={zoom.zoomIn} />
      {url && (
        <a
          href={url}
          download={downloadName(name)}
          data-download
          className={styles.download}
          aria-label={t('downloadPicture')}
          title={t('downloadPicture')}
        >
          <Download size={20} strokeWidth={1.75} aria-hidden />
        </a>
      )}
      <IconButton icon={X} label={t('close')} onClick={closeViewer} />
    </>
  )
}

interface WayButtonProps {
  readonly way: Way
  readonly enabled: boolean
  readonly onGo: () => void
}

const WayButton = ({ way, enabled, onGo }: WayButtonProps) => {
  const t = useT()
  const Icon = way === 'before' ? ChevronLeft : ChevronRight
  return (
    enabled && (
      <button
        type="button"
        className={cx(styles.way, styles[way])}
        aria-label={t(way === 'before' ? 'previousPicture' : 'nextPicture')}
        onClick={onGo}
      >
        <Icon size={24} strokeWidth={1.75} aria-hidden />
      </button>
    )
  )
}

/** A modal over everything; the browser keeps the focus in it. At its end the focus is where it was, and nothing has moved. */
const useModal = (opener: HTMLElement) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => {
      // What is behind it takes no focus before.
      element?.close()
      if (opener.isConnected) opener.focus({ preventScroll: true })
    }
  }, [opener])
  return dialog
}

/** A picture over the whole window: ← and → walk through those of the chat, Esc leads back. */
export const Viewer = ({ viewed }: { readonly viewed: Viewed }) => {
  const t = useT()
  const dialog = useModal(viewed.opener)
  const stage = useRef<HTMLDivElement>(null)
  const walk = useWalk(viewed.message)
  const { current, canGo, go } = walk
  const zoom = useZoom({ stage, onSwipe: go })
  const { reset } = zoom
  const id = current?.id
  const local = useLocalPicture(current ?? viewed.message)
  useBeside(walk.beside.before)
  useBeside(walk.beside.after)
  useEffect(() => {
    if (id === undefined) closeViewer()
    else reset()
  }, [id, reset])
  const onKeyDown = (event: KeyboardEvent) => {
    const keys: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => go('before'),
      ArrowRight: () => go('after'),
      '+': zoom.zoomIn,
      '=': zoom.zoomIn,
      '-': zoom.zoomOut,
      '0': reset,
      // Nothing else may hear it: the history below would go to its end.
      Escape: closeViewer,
      d: () => dialog.current?.querySelector<HTMLElement>('[data-download]')?.click(),
    }
    const run = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!run || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    run()
  }
  if (!current) return null
  const { width, height, caption } = current.body
  return (
    <dialog
      ref={dialog}
      className={styles.viewer}
      aria-label={t('viewer')}
      data-testid="viewer"
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault()
        closeViewer()
      }}
    >
      <Bar message={current}>
        <Tools message={current} zoom={zoom} />
      </Bar>
      <div
        ref={stage}
        className={styles.stage}
        data-testid="viewer-stage"
        data-zoomed={zoom.isZoomed || undefined}
        {...zoom.handlers}
      >
        <div
          key={current.id}
          className={styles.fit}
          style={{
            width: `min(100cqw, 100cqh * ${width / height}, ${width}px)`,
            aspectRatio: `${width} / ${height}`,
            transform: zoom.transform,
          }}
        >
          <PictureImage body={current.body} px={width} local={current.id === viewed.message.id ? local : undefined} />
        </div>
        <WayButton way="before" enabled={canGo.before} onGo={() => go('before')} />
        <WayButton way="after" enabled={canGo.after} onGo={() => go('after')} />
        {walk.busy && (
          <div className={styles.busy}>
            <Spinner size={24} />
          </div>
        )}
      </div>
      {caption !== undefined && (
        <div className={styles.caption} dir="auto">
          <WrittenText of={captionOf(current.body, caption)} />
        </div>
      )}
    </dialog>
  )
}
