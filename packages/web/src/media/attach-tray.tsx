import type { ChatId } from '@parley/protocol'
import { SlidersHorizontal, X } from 'lucide-react'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import styles from './attach-tray.module.css'
import { openSheet } from './attached'
import type { Attached } from './attached-store'
import { detach } from './attaching'
import { plainName } from './file-name'
import { FileThumb } from './file-thumb'

interface AttachTrayProps {
  readonly chatId: ChatId
  readonly items: readonly Attached[]
  /** Called after a file was removed. */
  readonly onRemoved: () => void
}

/** The files to send, each with a remove button, and a button that opens the sheet. */
export const AttachTray = ({ chatId, items, onRemoved }: AttachTrayProps) => {
  const t = useT()
  const client = useClient()
  return (
    <ul className={styles.tray} aria-label={t('filesToSend', { count: items.length })} data-testid="attach-tray">
      {items.map((item) => {
        const name = plainName(item.file.name)
        return (
          <li key={item.key} className={styles.thumb} title={name}>
            <FileThumb item={item} />
            <button
              type="button"
              aria-label={t('removePicture', { name })}
              onClick={() => {
                detach(client, chatId, item.key)
                onRemoved()
              }}
            >
              <X size={14} strokeWidth={2.25} aria-hidden />
            </button>
          </li>
        )
      })}
      <li>
        <button type="button" className={styles.sheet} onClick={() => openSheet(chatId)}>
          <SlidersHorizontal size={18} strokeWidth={1.75} aria-hidden />
          {t('openSheet')}
        </button>
      </li>
    </ul>
  )
}
