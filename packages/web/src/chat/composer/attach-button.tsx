import type { ChatId } from '@parley/protocol'
import { ImagePlus } from 'lucide-react'
import type { RefObject } from 'react'
import { useT } from '../../i18n'
import { pick } from '../../media/picked'
import { IconButton } from '../../ui'
import styles from './composer.module.css'

export interface AttachButtonProps {
  readonly chatId: ChatId
  /** What opens the chooser when it is clicked. */
  readonly input: RefObject<HTMLInputElement | null>
  readonly onPicked: () => void
}

/** Chooses pictures from this device. */
export const AttachButton = ({ chatId, input, onPicked }: AttachButtonProps) => {
  const t = useT()
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
