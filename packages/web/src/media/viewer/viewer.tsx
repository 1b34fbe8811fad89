import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { WrittenText } from '../../chat/markdown/markdown'
import { useClient } from '../../client'
import { useT } from '../../i18n'
import { cx, Spinner } from '../../ui'
import { captionOf } from '../caption-of'
import { shownBy } from '../shown-by'
import type { ViewedMessage } from '../viewed-message'
import { tabAround, useKeptInside } from './keep-focus'
import type { Way } from './neighbour'
import { useWalk } from './use-walk'
import { useZoom } from './use-zoom'
import styles from './viewer.module.css'
import { ViewerBar } from './viewer-bar'
import { Shown } from './viewer-stage'
import { closeViewer, type Viewed } from './viewer-store'

/** What is shown first: of a video, its poster. */
const firstSeen = ({ body }: ViewedMessage) => (body.type === 'video' ? (body.poster ?? body.mediaId) : body.mediaId)

/** Addresses of what is beside it, so that it comes at once. */
const useBeside = (message: ViewedMessage | undefined) => {
  const client = useClient()
  useEffect(
    () => message && client.media(firstSeen(message), shownBy(message)).subscribe(() => undefined),
    [client, message],
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

/** A picture or video over the whole window: ← and → walk through those of the chat, Esc leads back. */
export const Viewer = ({ viewed }: { readonly viewed: Viewed }) => {
  const t = useT()
  const dialog = useModal(viewed.opener)
  const stage = useRef<HTMLDivElement>(null)
  const walk = useWalk(viewed.message)
  const { current, canGo, go } = walk
  const zoom = useZoom({ stage, onSwipe: go })
  const { reset } = zoom
  const id = current?.body.mediaId
  useBeside(walk.beside.before)
  useBeside(walk.beside.after)
  useEffect(() => {
    if (id === undefined) closeViewer()
    else reset()
  }, [id, reset])
  useKeptInside(dialog)
  const onKeyDown = (event: KeyboardEvent) => {
    if (tabAround(event, dialog.current)) return
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
    const seeks = event.target instanceof HTMLVideoElement && event.key.startsWith('Arrow')
    if (!run || seeks || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    run()
  }
  if (!current) return null
  const { caption, type } = current.body
  const zooms = type === 'image'
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
      <ViewerBar message={current} zoom={zoom} />
      <div
        ref={stage}
        className={styles.stage}
        data-testid="viewer-stage"
        data-zoomed={(zooms && zoom.isZoomed) || undefined}
        data-video={!zooms || undefined}
        {...(zooms && zoom.handlers)}
      >
        <Shown key={current.body.mediaId} message={current} transform={zoom.transform} />
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
