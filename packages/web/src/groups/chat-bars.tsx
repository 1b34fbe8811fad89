import type { ChatId } from '@parley/protocol'
import { Megaphone, UserCheck, X } from 'lucide-react'
import { useState } from 'react'
import { useSelector } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { recall, remember } from '../remembered'
import { Button, cx, IconButton } from '../ui'
import { fnv1a } from '../ui/initials'
import { useWaiting } from './waiting'

/** An announcement that somebody hid stays away until there is another one. */
const useHidden = (chatId: ChatId, text: string) => {
  const key = `announcement.${chatId}` as const
  // What it said is nobody's business once somebody signed out.
  const sum = String(fnv1a(text))
  const [hidden, setHidden] = useState(() => recall(key))
  const hide = () => {
    remember(key, sum)
    setHidden(sum)
  }
  return { hidden: hidden === sum, hide }
}

const Announcement = ({ chatId, text }: { readonly chatId: ChatId; readonly text: string }) => {
  const t = useT()
  const { hidden, hide } = useHidden(chatId, text)
  const [whole, setWhole] = useState(false)
  if (hidden) return null
  return (
    <section
      aria-label={t('announcement')}
      data-testid="announcement"
      className={cx('flex gap-12 bg-surface ps-16 pe-12 py-6 hairline-b', whole ? 'items-start' : 'items-center')}
    >
      <Megaphone size={18} strokeWidth={1.75} aria-hidden className={cx('shrink-0 text-accent', whole && 'mt-8')} />
      <button
        type="button"
        aria-expanded={whole}
        aria-label={whole ? undefined : `${t('announcement')}: ${text}`}
        title={whole ? undefined : t('showWhole')}
        onClick={() => setWhole(!whole)}
        className="min-h-32 min-w-0 flex-1 rounded-6 py-6 text-start text-small text-text pointer-coarse:min-h-44"
      >
        <bdi
          className={cx('block', whole ? 'max-h-[40dvh] overflow-y-auto break-words whitespace-pre-wrap' : 'truncate')}
        >
          {text}
        </bdi>
      </button>
      <IconButton icon={X} label={t('hideAnnouncement')} onClick={hide} />
    </section>
  )
}

const Waiting = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const count = useWaiting(chatId)
  if (count === 0) return null
  return (
    <div className="flex min-h-44 items-center gap-12 bg-surface ps-16 pe-8 py-4 hairline-b" role="status">
      <UserCheck size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-accent" />
      <span className="min-w-0 flex-1 text-small text-text">{t('requestsWaiting', { count })}</span>
      <Button kind="ghost" size="small" onClick={() => openDialog({ name: 'group', chatId, what: 'requests' })}>
        {t('lookAtRequests')}
      </Button>
    </div>
  )
}

/** What stands above the messages of a group: its announcement, and for who runs it, that people wait. */
export const ChatBars = ({ chatId }: { readonly chatId: ChatId }) => {
  const text = useSelector((state) => state.chats.get(chatId)?.chat.announcement)
  return (
    <div>
      {text !== undefined && <Announcement key={text} chatId={chatId} text={text} />}
      <Waiting chatId={chatId} />
    </div>
  )
}
