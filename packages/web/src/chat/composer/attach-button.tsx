import type { ChatId } from '@parley/protocol'
import { Plus } from 'lucide-react'
import { type RefObject, Suspense, useRef, useState } from 'react'
import { useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { pick } from '../../media/attached'
import { IconButton } from '../../ui'
import { lazyPane } from '../../ui/lazy-part'
import { OverlayPlaceholder } from '../../ui/loading-placeholder'
import type { Attaching, Choosing } from './attach-entries'
import styles from './composer.module.css'

const AttachMenu = lazyPane(async () => (await import('./attach-menu')).AttachMenu)

export interface AttachButtonProps extends Pick<Attaching, 'onSend'> {
  readonly chatId: ChatId
  /** The file input that opens the chooser when clicked. */
  readonly input: RefObject<HTMLInputElement | null>
  /** An edit can't add attachments. */
  readonly disabled?: boolean
}

/** Opens the browser's file chooser. */
export const choose = (input: HTMLInputElement | null, what: Choosing): void => {
  if (!input) return
  input.accept = { visuals: 'image/*,video/*', files: '', camera: 'image/*' }[what]
  if (what === 'camera') input.setAttribute('capture', 'environment')
  else input.removeAttribute('capture')
  input.click()
}

/** Opens the menu of everything that can be sent besides text. */
export const AttachButton = ({ chatId, input, disabled = false, onSend }: AttachButtonProps) => {
  const t = useT()
  const client = useClient()
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState<boolean>()
  return (
    <div className={styles.attach}>
      <IconButton
        ref={button}
        icon={Plus}
        label={t('attach')}
        side="top"
        disabled={disabled}
        aria-haspopup="menu"
        aria-expanded={open === true}
        onClick={() => setOpen((was) => !was)}
      />
      {open !== undefined && (
        <Suspense fallback={open && <OverlayPlaceholder onClose={() => setOpen(false)} />}>
          <AttachMenu
            button={button}
            open={open}
            onOpenChange={setOpen}
            choose={(what) => choose(input.current, what)}
            onSend={onSend}
          />
        </Suspense>
      )}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden
        data-testid="attach"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // Allows choosing the same file again.
          currentTarget.value = ''
          void pick({ t, client, chatId }, files)
        }}
      />
    </div>
  )
}
