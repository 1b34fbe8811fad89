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
import { pinAfter, visiblePins } from './visible-pins'

/** What is pinned and may be seen here, the newest first. */
const usePinned = (chatId: ChatId): readonly ReplyTo[] =>
  useSelector(({ chats, me }) => visiblePins(chats.get(chatId), me?.id))

interface BarProps {
  readonly pinned: ReplyTo
  /** Which one it is of how many, the oldest first. */
  readonly place: { readonly number: number; readonly count: number }
  /** Goes to the message, and on to the next one. */
  readonly onGo: () => void
}

const Bar = ({ pinned, place: { number, count }, onGo }: BarProps) => {
  const t = useT()
  const { actions } = useRowSurroundings()
  const quote = useQuote(pinned)
  const words = quote.standing === 'found' ? `${quote.name}: ${quote.text}` : ''
  const title = count > 1 ? t('pinnedOf', { at: number, count }) : t('pinnedMessage')
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
  const [pressed, setPressed] = useState(0)
  const place = pinAfter(pressed, pinned.length)
  const shown = place && pinned[place.at]
  useEffect(() => {
    if (shown) timeline?.wantQuote(shown)
  }, [shown, timeline])
  if (!shown) return null
  const go = () => {
    actions.jump('', shown)
    setPressed((place.at + 1) % pinned.length)
  }
  return <Bar pinned={shown} place={{ number: place.number, count: pinned.length }} onGo={go} />
}
