import { Check, SendHorizontal } from 'lucide-react'
import { useT } from '../../i18n'
import { Tooltip } from '../../ui'
import styles from './composer.module.css'

export interface SendButtonProps {
  /** Instead of sending something new. */
  readonly saves: boolean
  readonly disabled: boolean
  readonly onSend: () => void
}

/** Sends, or saves a change; the focus stays in the text. */
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
