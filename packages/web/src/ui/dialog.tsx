import { type ReactNode, type RefObject, Suspense, useEffect, useState } from 'react'
import { lazyPane } from './lazy-part'
import { OverlayPlaceholder } from './loading-placeholder'

const LazyDialog = lazyPane(async () => (await import('./overlays')).OverlayDialog)

export interface DialogProps {
  readonly open: boolean
  /** Called for Esc, the backdrop and the close button. */
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  /** In px. Below a viewport width of 640 px, it becomes a sheet at the bottom. */
  readonly width?: 400 | 560 | 720
  /** The element to focus. The default is the first control. */
  readonly initialFocus?: RefObject<HTMLElement | null>
  /** Requires a response: a click on the backdrop doesn't close it. */
  readonly alert?: boolean
  /** Placed near the top, for content whose height changes while typing. */
  readonly high?: boolean
  readonly children: ReactNode
  /** The buttons at the bottom. */
  readonly footer?: ReactNode
}

/** A modal dialog. Its code loads when the first one opens, or when the page is idle. */
export const Dialog = (props: DialogProps) => {
  const [wanted, setWanted] = useState(props.open)
  useEffect(() => {
    if (props.open) setWanted(true)
  }, [props.open])
  if (!wanted && !props.open) return null
  return (
    <Suspense fallback={props.open && <OverlayPlaceholder onClose={props.onClose} />}>
      <LazyDialog {...props} />
    </Suspense>
  )
}
