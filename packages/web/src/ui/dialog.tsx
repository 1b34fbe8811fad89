import { type ReactNode, type RefObject, Suspense, useEffect, useState } from 'react'
import { late } from './late'

const LazyDialog = late(async () => (await import('./overlays')).OverlayDialog)

export interface DialogProps {
  readonly open: boolean
  /** Esc, the backdrop and the close button ask for it. */
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  /** Pixels; below 640 px of viewport it becomes a sheet at the bottom. */
  readonly width?: 400 | 560 | 720
  /** Where focus goes; the first control unless told. */
  readonly initialFocus?: RefObject<HTMLElement | null>
  /** Asks something that must be answered: the backdrop does not close it. */
  readonly alert?: boolean
  /** Stands near the top, for contents that change their height while typing. */
  readonly high?: boolean
  readonly children: ReactNode
  /** The buttons at its end. */
  readonly footer?: ReactNode
}

/** A modal dialog. Its code is loaded when it is opened first, or when the page is idle. */
export const Dialog = (props: DialogProps) => {
  const [wanted, setWanted] = useState(props.open)
  useEffect(() => {
    if (props.open) setWanted(true)
  }, [props.open])
  if (!wanted && !props.open) return null
  return (
    <Suspense fallback={null}>
      <LazyDialog {...props} />
    </Suspense>
  )
}
