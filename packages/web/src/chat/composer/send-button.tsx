import { Check, SendHorizontal } from 'lucide-react'
import { useT } from '../../i18n'
import { Tooltip } from '../../ui'
import styles from './composer.module.css'

export interface SendButtonProps {
  /** Saves an edit instead of sending a new message. */
  readonly saves: boolean
  readonly disabled: boolean
  readonly onSend: () => void
}

/** Sends a message or saves an edit. The focus stays in the text. */
export const SendButton = ({ saves, disabled, onSend }: SendButtonProps) => {
  const t = useT()
  const label = t(saves ? 'saveEdit' : 'send')
  const Icon = saves ? Check : SendHorizontal
  return (
    <Tooltip label={label} side="top">
      <button
        type="button"
        className={styles.send}
        data-testid="send"
        aria-label={label}
        disabled={disabled}
        onPointerDown={(event) => event.preventDefault()}
        onClick={onSend}
      >
        <Icon size={20} strokeWidth={1.75} aria-hidden />
      </button>
    </Tooltip>
  )
}
