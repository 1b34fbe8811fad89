import { type LucideIcon, X } from 'lucide-react'
import { useT } from '../../i18n'
import { IconButton } from '../../ui'
import styles from './composer.module.css'

export interface ComposerStripProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
  readonly cancelLabel: string
  readonly onCancel: () => void
  /** Leads to the message that it is about. */
  readonly onOpen: () => void
}

/** Stands above the composer: which message is answered or edited. */
export const ComposerStrip = ({ icon: Icon, title, text, cancelLabel, onCancel, onOpen }: ComposerStripProps) => {
  const t = useT()
  return (
    <div className={styles.strip} data-testid="composer-strip">
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      <button type="button" className={styles.stripWords} title={t('goToMessage')} onClick={onOpen}>
        <bdi className={styles.stripTitle}>{title}</bdi>
        <bdi className={styles.stripText}>{text}</bdi>
      </button>
      <IconButton icon={X} label={cancelLabel} side="top" onClick={onCancel} data-testid="strip-cancel" />
    </div>
  )
}
