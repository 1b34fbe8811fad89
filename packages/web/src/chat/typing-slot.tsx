import type { ChatId } from '@parley/protocol'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { chatSort } from '../people/names'
import { typingText } from '../people/typing-text'
import styles from './chat-pane.module.css'

/**
 * Shows the people who are typing. Its height is fixed, so that nothing moves. Direct chats show typing in the header
 * and the list instead.
 */
export const TypingSlot = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const text = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry && chatSort(entry) !== 'direct' ? typingText(state, entry, t) : ''
  })
  return (
    <div className={styles.typing} data-testid="typing">
      {text !== '' && (
        <>
          <span className={styles.dots} aria-hidden>
            {[0, 160, 320].map((delayMs) => (
              <span key={delayMs} className="typing-dot" style={{ animationDelay: `${delayMs}ms` }} />
            ))}
          </span>
          <bdi>{text}</bdi>
        </>
      )}
    </div>
  )
}
