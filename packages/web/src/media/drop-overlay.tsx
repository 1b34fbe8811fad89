import { ImagePlus } from 'lucide-react'
import { useT } from '../i18n'
import styles from './drop-overlay.module.css'

/** Says where files that are dragged over a chat would go. */
export const DropOverlay = () => {
  const t = useT()
  return (
    <div className={styles.overlay} data-testid="drop-overlay" aria-hidden>
      <div className={styles.words}>
        <ImagePlus size={32} strokeWidth={1.5} />
        {t('dropPictures')}
      </div>
    </div>
  )
}
