import type { MediaId } from '@parley/protocol'
import { Camera } from 'lucide-react'
import { type ReactNode, Suspense, useRef, useState } from 'react'
import { late } from '../../ui/late'
import styles from './avatar.module.css'

const AvatarDialog = late(async () => (await import('./avatar-dialog')).AvatarDialog)

export interface AvatarButtonProps {
  /** What it does, and the title of its dialog. */
  readonly label: string
  /** There is a picture, which can be taken away. */
  readonly hasPicture: boolean
  /** Sets an uploaded picture, or none. */
  readonly save: (avatar: MediaId | null) => Promise<unknown>
  /** The avatar as it is. */
  readonly children: ReactNode
}

/** An avatar that can be changed: by its dialog, where a square of a picture is chosen. */
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
        <Suspense fallback={null}>
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
