import type { ChatId } from '@parley/protocol'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { typingText } from '../people/typing-text'
import styles from './chat-pane.module.css'

/** Who is writing: a slot of fixed height below the history, so that nothing moves. */
export const TypingSlot = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const text = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry ? typingText(state, entry, t) : ''
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
