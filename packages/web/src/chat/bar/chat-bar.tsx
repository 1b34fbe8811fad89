import type { ChatId, ReplyTo } from '@parley/protocol'
import type { Timeline } from '@parley/sdk/api'
import { ChevronDown, type LucideIcon, Megaphone, Pin, UserCheck, X } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { openDialog } from '../../dialogs/dialog-store'
import { useJoinRequestCount } from '../../groups/join-request-count'
import { useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { IconButton, toast } from '../../ui'
import { usePaneNavigation } from '../pane-contexts'
import { useQuote } from '../rows/use-quote'
import { barEntries, entryAfter } from './bar-entries'
import styles from './chat-bar.module.css'
import { useHiddenAnnouncement, useHiddenPins } from './hidden'
import { visiblePins } from './visible-pins'

interface LineProps {
  readonly icon: LucideIcon
  readonly testId: string
  readonly title: string
  readonly text: string
  /** Describes the effect of a click on the line. */
  readonly hint: string
  readonly onPress: () => void
  /** Whether the line shows its whole text. Undefined if it fits anyway. */
  readonly whole?: boolean
  /** Other actions, at the end. */
  readonly children: ReactNode
}

const Line = ({ icon: Icon, testId, title, text, hint, onPress, whole, children }: LineProps) => (
  <section className={styles.bar} aria-label={title} data-testid={testId} data-chat-bar data-whole={whole || undefined}>
    <Icon size={18} strokeWidth={1.75} aria-hidden className={styles.icon} />
    <button type="button" className={styles.words} title={hint} aria-expanded={whole} onClick={onPress}>
      <span className={styles.title}>{title}</span>
      <bdi className={styles.text}>{text}</bdi>
    </button>
    {children}
  </section>
)

interface PinLineProps extends Pick<LineProps, 'onPress' | 'children'> {
  readonly pin: ReplyTo
  readonly timeline: Timeline
}

const PinLine = ({ pin, timeline, ...line }: PinLineProps) => {
  const t = useT()
  const quote = useQuote(pin)
  useEffect(() => timeline.requestQuote(pin), [pin, timeline])
  const found = quote.state === 'found' ? t('previewSender', { name: quote.name, text: quote.text }) : ''
  const text = quote.state === 'missing' ? t('quoteMissing') : found
  const words = { testId: 'pinned-bar', title: t('pinnedMessage'), text, hint: t('goToMessage') }
  return <Line icon={Pin} {...words} {...line} />
}

/** The current entry of a chat's bar, and its actions. */
const useBar = (chatId: ChatId) => {
  const t = useT()
  const waiting = useJoinRequestCount(chatId)
  const announcements = useHiddenAnnouncement(chatId)
  const hiddenPins = useHiddenPins(chatId)
  const announced = useSelector((state) => state.chats.get(chatId)?.chat.announcement)
  const all = useSelector(({ chats, me }) => visiblePins(chats.get(chatId), me?.id))
  const announcement = announced !== undefined && announcements.isHidden(announced) ? undefined : announced
  const pins = all.filter(({ id }) => !hiddenPins.isHidden(id))
  const entries = barEntries({ waiting, announcement, pins })
  const hidePins = () => {
    const show = hiddenPins.hide(all.map(({ id }) => id))
    toast(t('pinsHidden'), { action: { label: t('undo'), onSelect: show } })
  }
  return { entries, hidePins, hideAnnouncement: announcements.hide }
}

export interface ChatBarProps {
  readonly chatId: ChatId
  readonly timeline: Timeline
}

/** The bar above the messages, which steps through join requests, the announcement and the pinned messages. */
export const ChatBar = ({ chatId, timeline }: ChatBarProps) => {
  const t = useT()
  const { jump } = usePaneNavigation()
  const { entries, hidePins, hideAnnouncement } = useBar(chatId)
  const keys = entries.map(({ key }) => key).join(' ')
  const [step, setStep] = useState({ of: keys, at: 0, whole: false })
  // New entries come first.
  const { at, whole } = step.of === keys ? step : { at: 0, whole: false }
  const entry = entries[at]
  if (!entry) return null
  const go = (among: 'all' | 'pins') => setStep({ of: keys, at: entryAfter(entries, at, among), whole: false })
  const more = entries.length > 1 && (
    <button
      type="button"
      className={styles.step}
      title={t('nextInBar', { at: at + 1, count: entries.length })}
      data-testid="bar-step"
      onClick={() => go('all')}
    >
      <span className="sr-only">{t('nextInBar', { at: at + 1, count: entries.length })}</span>
      <span aria-hidden>{`${at + 1}/${entries.length}`}</span>
      <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
    </button>
  )
  switch (entry.kind) {
    case 'requests': {
      const open = () => openDialog({ name: 'group', chatId, what: 'requests' })
      const words = { title: t('joinRequests'), text: t('requestsWaiting', { count: entry.count }) }
      return (
        <Line icon={UserCheck} testId="requests-bar" {...words} hint={t('lookAtRequests')} onPress={open}>
          {more}
        </Line>
      )
    }
    case 'announcement': {
      const toggle = () => setStep({ of: keys, at, whole: !whole })
      const words = { title: t('announcement'), text: entry.text, hint: whole ? '' : t('showWhole') }
      return (
        <Line icon={Megaphone} testId="announcement" {...words} whole={whole} onPress={toggle}>
          {more}
          <IconButton icon={X} label={t('hideAnnouncement')} onClick={() => hideAnnouncement(entry.text)} />
        </Line>
      )
    }
    case 'pin': {
      const jumpToPin = () => {
        jump('', entry.pin)
        go('pins')
      }
      return (
        <PinLine pin={entry.pin} timeline={timeline} onPress={jumpToPin}>
          {more}
          <IconButton icon={X} label={t('hidePins')} onClick={hidePins} data-testid="hide-pins" />
        </PinLine>
      )
    }
  }
}
