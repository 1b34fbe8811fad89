import { limits } from '@parley/protocol/limits'
import { ArrowDown, ArrowUp, CornerDownLeft, RotateCw } from 'lucide-react'
import { Suspense } from 'react'
import { useFormat, useT } from '../../i18n'
import { cx } from '../../ui'
import { lazyPart } from '../../ui/lazy-part'
import { Fab } from './fab'
import type { ViewState } from './view-state'
import styles from './viewport.module.css'

const MentionsButton = lazyPart(async () => (await import('./mentions-button')).MentionsButton)

interface OverlaysProps {
  readonly view: ViewState
  readonly unread: number
  /** How many of these mention the viewer. */
  readonly mentions: number
  /** The number of unread messages when the chat was opened. */
  readonly openedUnread: number
  /** Loading a page of history failed. */
  readonly failed: boolean
  readonly onLatest: () => void
  readonly onFirstUnread: () => void
  readonly onMention: () => void
  readonly onRetry: () => void
  readonly onBack: () => void
}

const ReturnButton = ({ onBack }: Pick<OverlaysProps, 'onBack'>) => (
  <Fab icon={CornerDownLeft} label={useT()('jumpBack')} onPress={onBack} testId="fab-return" />
)

const LatestButton = ({ unread, onLatest }: Pick<OverlaysProps, 'unread' | 'onLatest'>) => {
  const t = useT()
  const label = unread > 0 ? t('jumpToLatestUnread', { count: unread }) : t('jumpToLatest')
  return <Fab icon={ArrowDown} label={label} count={unread} onPress={onLatest} testId="fab-latest" />
}

/** The floating elements over the history: the day, and the buttons to the first unread and the newest message. */
export const ViewportOverlays = (props: OverlaysProps) => {
  const { view, unread, mentions, openedUnread, failed, onLatest, onFirstUnread, onMention, onRetry, onBack } = props
  const t = useT()
  const many = openedUnread >= limits.unreadMax
  return (
    <>
      <StickyDay view={view} />
      {failed && (
        <div className={cx(styles.overlay, styles.top, styles.enter)} role="status">
          <button type="button" className={styles.chip} data-testid="history-failed" onClick={onRetry}>
            <RotateCw size={16} strokeWidth={1.75} aria-hidden />
            {t('historyFailed')}
          </button>
        </div>
      )}
      {view.unreadAbove && !failed && (
        <div className={cx(styles.overlay, styles.top, styles.enter)}>
          <button type="button" className={styles.chip} data-testid="jump-unread" onClick={onFirstUnread}>
            <ArrowUp size={16} strokeWidth={2} aria-hidden />
            {many ? t('jumpToManyUnread', { count: limits.unreadMax - 1 }) : t('jumpToUnread', { count: openedUnread })}
          </button>
        </div>
      )}
      {view.sentAway && !view.pinned && (
        <div className={cx(styles.overlay, styles.bottomChip, styles.enter)}>
          <button type="button" className={styles.chip} data-testid="sent-away" onClick={onLatest}>
            {t('sentJump')}
            <ArrowDown size={16} strokeWidth={2} aria-hidden />
          </button>
        </div>
      )}
      {(view.returns || !view.pinned) && (
        <div className={cx(styles.overlay, styles.end)}>
          {view.returns && <ReturnButton onBack={onBack} />}
          {!view.pinned && mentions > 0 && (
            <Suspense fallback={null}>
              <MentionsButton count={mentions} onMention={onMention} />
            </Suspense>
          )}
          {!view.pinned && <LatestButton unread={unread} onLatest={onLatest} />}
        </div>
      )}
    </>
  )
}

/** The day of the topmost row, while the user scrolls. */
const StickyDay = ({ view }: { readonly view: ViewState }) => {
  const format = useFormat()
  const shown = view.moving && view.topAt !== undefined && !view.unreadAbove
  return (
    <div className={styles.sticky} data-shown={shown || undefined} aria-hidden>
      {view.topAt !== undefined && <span className={styles.stickyPill}>{format.day(view.topAt)}</span>}
    </div>
  )
}
