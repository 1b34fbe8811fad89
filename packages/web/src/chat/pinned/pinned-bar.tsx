import type { ChatId, ReplyTo } from '@parley/protocol'
import type { Timeline } from '@parley/sdk/api'
import { Pin, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useSelector } from '../../client'
import { useT } from '../../i18n'
import { IconButton } from '../../ui'
import { useRowSurroundings } from '../rows/row-context'
import { useQuote } from '../rows/use-quote'
import styles from './pinned-bar.module.css'

/** What is pinned and may be seen here, the newest first. */
const usePinned = (chatId: ChatId): readonly ReplyTo[] =>
  useSelector((state) => {
    const entry = state.chats.get(chatId)
    const own = state.me && entry?.members.get(state.me.id)
    const from = Math.max(own?.visibleFrom ?? 0, (entry?.state?.clearedSeq ?? 0) + 1)
    return (entry?.chat.pinned ?? []).filter(({ seq }) => seq >= from).reverse()
  })

interface BarProps {
  readonly pinned: ReplyTo
  readonly place: { readonly at: number; readonly count: number }
  /** Goes to the message, and on to the next one. */
  readonly onGo: () => void
}

const Bar = ({ pinned, place: { at, count }, onGo }: BarProps) => {
  const t = useT()
  const { actions } = useRowSurroundings()
  const quote = useQuote(pinned)
  const words = quote.standing === 'found' ? `${quote.name}: ${quote.text}` : ''
  const title = count > 1 ? t('pinnedOf', { at: at + 1, count }) : t('pinnedMessage')
  return (
    <div className={styles.bar} data-testid="pinned-bar">
      <Pin size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-accent" />
      <button type="button" className={styles.words} title={t('goToMessage')} onClick={onGo}>
        <span className={styles.title}>{title}</span>
        <bdi className={styles.text}>{quote.standing === 'missing' ? t('quoteMissing') : words}</bdi>
      </button>
      {actions.mayPin() && (
        <IconButton icon={X} label={t('unpinMessage')} onClick={() => actions.unpin(pinned.id)} data-testid="unpin" />
      )}
    </div>
  )
}

export interface PinnedBarProps {
  readonly chatId: ChatId
  readonly timeline: Timeline | undefined
}

/** Below the header: the pinned messages, one after the other, from the newest back. */
export const PinnedBar = ({ chatId, timeline }: PinnedBarProps) => {
  const { actions } = useRowSurroundings()
  const pinned = usePinned(chatId)
  const [next, setNext] = useState(0)
  const at = next % Math.max(1, pinned.length)
  const shown = pinned[at]
  useEffect(() => {
    if (shown) timeline?.wantQuote(shown)
  }, [shown, timeline])
  if (!shown) return null
  const go = () => {
    actions.jump('', shown)
    setNext((at + 1) % pinned.length)
  }
  return <Bar pinned={shown} place={{ at: pinned.length - 1 - at, count: pinned.length }} onGo={go} />
}
