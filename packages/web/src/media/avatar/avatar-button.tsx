import type { MediaId } from '@parley/protocol'
import { Camera } from 'lucide-react'
import { type ReactNode, Suspense, useRef, useState } from 'react'
import { lazyPane } from '../../ui/lazy-part'
import { OverlayPlaceholder } from '../../ui/loading-placeholder'
import styles from './avatar.module.css'

const AvatarDialog = lazyPane(async () => (await import('./avatar-dialog')).AvatarDialog)

export interface AvatarButtonProps {
  /** Its accessible name, and the title of its dialog. */
  readonly label: string
  /** There is a picture, which can be removed. */
  readonly hasPicture: boolean
  /** Sets an uploaded picture, or none. */
  readonly save: (avatar: MediaId | null) => Promise<unknown>
  /** The current avatar. */
  readonly children: ReactNode
}

/** An avatar with a dialog that changes it, where the user selects a square of a picture. */
export const AvatarButton = ({ label, hasPicture, save, children }: AvatarButtonProps) => {
  const [opening, setOpening] = useState(0)
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.edit}
        aria-label={label}
        aria-haspopup="dialog"
        onClick={() => {
          setOpening(opening + 1)
          setOpen(true)
        }}
      >
        {children}
        <span aria-hidden className={styles.badge}>
          <Camera size={15} strokeWidth={2} />
        </span>
      </button>
      {opening > 0 && (
        <Suspense fallback={open && <OverlayPlaceholder onClose={() => setOpen(false)} />}>
          <AvatarDialog
            key={opening}
            open={open}
            onClose={() => setOpen(false)}
            title={label}
            hasPicture={hasPicture}
            save={save}
            avatar={children}
          />
        </Suspense>
      )}
    </>
  )
}
