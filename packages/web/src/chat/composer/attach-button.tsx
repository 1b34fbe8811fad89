import type { ChatId } from '@parley/protocol'
import { Plus } from 'lucide-react'
import { type RefObject, Suspense, useRef, useState } from 'react'
import { useClient } from '../../client'
import { useT } from '../../i18n'
import { pick } from '../../media/attached'
import { IconButton } from '../../ui'
import { late } from '../../ui/late'
import type { Attaching, Choosing } from './attach-entries'
import styles from './composer.module.css'

const AttachMenu = late(async () => (await import('./attach-menu')).AttachMenu)

export interface AttachButtonProps extends Pick<Attaching, 'onSend'> {
  readonly chatId: ChatId
  /** What opens the chooser when it is clicked. */
  readonly input: RefObject<HTMLInputElement | null>
}

/** Opens the browser's chooser. */
export const choose = (input: HTMLInputElement | null, what: Choosing): void => {
  if (!input) return
  input.accept = { visuals: 'image/*,video/*', files: '', camera: 'image/*' }[what]
  if (what === 'camera') input.setAttribute('capture', 'environment')
  else input.removeAttribute('capture')
  input.click()
}

/** Opens the menu of everything that can be sent besides text. */
export const AttachButton = ({ chatId, input, onSend }: AttachButtonProps) => {
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
        aria-haspopup="menu"
        aria-expanded={open === true}
        onClick={() => setOpen((was) => !was)}
      />
      {open !== undefined && (
        <Suspense fallback={null}>
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
          // So that the same file can be chosen again.
          currentTarget.value = ''
          void pick({ t, client, chatId }, files)
        }}
      />
    </div>
  )
}
