import type { ChatId } from '@parley/protocol'
import { X } from 'lucide-react'
import { useT } from '../i18n'
import { type Picked, unpick } from './picked'
import styles from './picture-tray.module.css'

interface PictureTrayProps {
  readonly chatId: ChatId
  readonly picked: readonly Picked[]
  /** One was taken away. */
  readonly onRemoved: () => void
}

/** The pictures that will be sent, each with a way to take it back. */
export const PictureTray = ({ chatId, picked, onRemoved }: PictureTrayProps) => {
  const t = useT()
  return (
    <ul className={styles.tray} aria-label={t('picturesToSend', { count: picked.length })} data-testid="picture-tray">
      {picked.map(({ key, url, name }) => (
        <li key={key} className={styles.thumb} title={name}>
          <img src={url} alt={name} draggable={false} />
          <button
            type="button"
            aria-label={t('removePicture', { name })}
            onClick={() => {
              unpick(chatId, key)
              onRemoved()
            }}
          >
            <X size={14} strokeWidth={2.25} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )
}
