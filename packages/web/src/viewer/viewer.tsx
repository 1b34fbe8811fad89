import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { useBackCloses } from '../history/use-back-closes'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { WrittenText } from '../markdown/markdown'
import { captionOf } from '../media/caption-of'
import { sourceMessage } from '../media/source-message'
import type { ViewedMessage } from '../media/viewed-message'
import { cx, Spinner } from '../ui'
import { giveFocus } from '../ui/give-focus'
import { cycleTab, useFocusTrap } from './focus-trap'
import type { Way } from './neighbour'
import { useMediaSequence } from './use-media-sequence'
import { useZoom } from './use-zoom'
import styles from './viewer.module.css'
import { ViewerBar } from './viewer-bar'
import { Shown } from './viewer-stage'
import { closeViewer, type Viewed } from './viewer-store'

/** The first image to show, which for a video is its poster. */
const firstSeen = ({ body }: ViewedMessage) => (body.type === 'video' ? (body.poster ?? body.mediaId) : body.mediaId)

/** Loads the addresses of its neighbours, so that they show at once. */
const useBeside = (message: ViewedMessage | undefined) => {
  const client = useClient()
  useEffect(
    () => message && client.media(firstSeen(message), sourceMessage(message)).subscribe(() => undefined),
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

/**
 * A modal over everything, inside which the browser keeps the focus. When it closes, the focus returns and nothing has
 * moved.
 */
const useModal = (opener: HTMLElement) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // Focuses the picture itself, not the first of its buttons.
    element?.focus()
    return () => {
      // Elements behind it can't take the focus before that.
      element?.close()
      if (opener.isConnected) giveFocus(opener, { preventScroll: true })
    }
  }, [opener])
  return dialog
}

/** A picture or video over the whole window. ← and → step through those of the chat, Esc closes it. */
export const Viewer = ({ viewed }: { readonly viewed: Viewed }) => {
  const t = useT()
  const dialog = useModal(viewed.opener)
  useBackCloses(true, closeViewer)
  const stage = useRef<HTMLDivElement>(null)
  const sequence = useMediaSequence(viewed.message)
  const { current, canGo, go } = sequence
  const zoom = useZoom({ stage, onSwipe: go })
  const { reset } = zoom
  const id = current?.body.mediaId
  useBeside(sequence.beside.before)
  useBeside(sequence.beside.after)
  useEffect(() => {
    if (id === undefined) closeViewer()
    else reset()
  }, [id, reset])
  useFocusTrap(dialog)
  const onKeyDown = (event: KeyboardEvent) => {
    if (cycleTab(event, dialog.current)) return
    const keys: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => go('before'),
      ArrowRight: () => go('after'),
      '+': zoom.zoomIn,
      '=': zoom.zoomIn,
      '-': zoom.zoomOut,
      '0': reset,
      // No other handler may get this key: the history below would jump to its end.
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
      tabIndex={-1}
      aria-label={t('viewer')}
      data-testid="viewer"
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault()
        closeViewer()
      }}
    >
      <ViewerBar message={current} place={sequence.place} zoom={zoom} />
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
        {sequence.busy && (
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
