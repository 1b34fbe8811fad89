import { Download } from 'lucide-react'
import { useFormat, useT } from '../i18n'
import styles from './load-button.module.css'

interface LoadButtonProps {
  readonly label: 'loadPicture' | 'loadVideo'
  /** In bytes. */
  readonly size: number
  readonly onLoad: () => void
}

/** Covers media that doesn't load automatically. */
export const LoadButton = ({ label, size, onLoad }: LoadButtonProps) => {
  const t = useT()
  const bytes = useFormat().bytes(size)
  return (
    <button
      type="button"
      className={styles.load}
      aria-label={t(label, { size: bytes })}
      tabIndex={-1}
      data-open-media
      onClick={onLoad}
    >
      <Download size={16} strokeWidth={2} aria-hidden />
      {bytes}
    </button>
  )
}
