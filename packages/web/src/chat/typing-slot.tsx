import type { ChatId } from '@parley/protocol'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { chatSort, memberName } from '../people/chat-name'
import styles from './chat-pane.module.css'

/** Who is writing: a slot of fixed height below the history, so that nothing moves. */
export const TypingSlot = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const text = useSelector((state) => {
    const entry = state.chats.get(chatId)
    const [first, ...others] = entry?.typing ?? []
    if (!entry || !first) return ''
    if (others.length > 0) return t('typingMany', { count: others.length + 1 })
    return chatSort(entry) === 'direct'
      ? t('typingSelf')
      : t('typingOne', { name: memberName(state, { chatId: entry.id, userId: first }, t) })
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
