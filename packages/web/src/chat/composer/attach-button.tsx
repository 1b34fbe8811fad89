import type { ChatId } from '@parley/protocol'
import { ImagePlus } from 'lucide-react'
import { useRef } from 'react'
import { useT } from '../../i18n'
import { pick } from '../../media/picked'
import { IconButton } from '../../ui'
import styles from './composer.module.css'

/** Chooses pictures from this device. */
export const AttachButton = ({ chatId, onPicked }: { readonly chatId: ChatId; readonly onPicked: () => void }) => {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className={styles.attach}>
      <IconButton icon={ImagePlus} label={t('attachPictures')} side="top" onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden
        data-testid="attach"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // So that the same file can be chosen again.
          currentTarget.value = ''
          void pick(t, chatId, files).then(onPicked)
        }}
      />
    </div>
  )
}
