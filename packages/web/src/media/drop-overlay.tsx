import { FilePlus2 } from 'lucide-react'
import { useT } from '../i18n'
import styles from './drop-overlay.module.css'

/** Says where files that are dragged over a chat would go. */
export const DropOverlay = () => {
  const t = useT()
  return (
    <div className={styles.overlay} data-testid="drop-overlay" aria-hidden>
      <div className={styles.words}>
        <FilePlus2 size={32} strokeWidth={1.5} />
        {t('dropFiles')}
      </div>
    </div>
  )
}
