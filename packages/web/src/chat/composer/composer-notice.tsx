import type { ChatId, UserId } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'
import { Archive, Ban, DoorClosed, Lock, type LucideIcon, MicOff, UserRoundPlus } from 'lucide-react'
import { useClient, useSelector } from '../../client'
import { openDialog } from '../../dialogs/dialog-store'
import { useFormat, useT } from '../../i18n'
import { peerOf, userName } from '../../people/chat-name'
import { relationOf } from '../../people/relation'
import { orToast } from '../../problem'
import { Button } from '../../ui'
import styles from './composer.module.css'
import { clockText, useCountdown } from './use-countdown'

type Refusal = NonNullable<ChatEntry['writeRefused']>

interface Notice {
  readonly icon: LucideIcon
  readonly text: string
  /** The one next step, if there is any. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** What keeps two people from writing to each other, and what I can do about it. */
const useBetweenUs = (peer: UserId | undefined, refusal: Refusal): Notice | undefined => {
  const t = useT()
  const client = useClient()
  const { name, relation } = useSelector((state) => ({
    name: userName(state, peer, t),
    relation: peer && relationOf(state, peer),
  }))
  if (peer === undefined) return undefined
  if (refusal === 'blocked') {
    const unblock = () => void orToast(t, client.call('friends.unblock', { userId: peer }))
    return { icon: Ban, text: t('noticeYouBlocked', { name }), action: { label: t('unblockPerson'), run: unblock } }
  }
  if (refusal !== 'not_friends') return undefined
  const icon = UserRoundPlus
  if (relation === 'received') {
    const accept = () => void orToast(t, client.call('friends.answer', { userId: peer, accept: true }))
    return { icon, text: t('noticeReceived', { name }), action: { label: t('acceptRequest'), run: accept } }
  }
  if (relation === 'requested') {
    const withdraw = () => void orToast(t, client.call('friends.remove', { userId: peer }))
    return { icon, text: t('noticeRequested', { name }), action: { label: t('withdrawRequest'), run: withdraw } }
  }
  const ask = () => openDialog({ name: 'addFriend', userId: peer })
  return { icon, text: t('noticeNotFriends', { name }), action: { label: t('addFriend'), run: ask } }
}

/** Longer than this is said by its date. */
const countedSeconds = 12 * 3_600

/** What keeps everybody, or this person, from writing into a chat of many. */
const useClosed = (chatId: ChatId, refusal: Refusal): Notice => {
  const t = useT()
  const format = useFormat()
  const { mutedUntil, wasRemoved, isChannel } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    const body = entry?.last?.body
    const removed = body?.type === 'system' && body.event === 'member_removed' ? body.userIds : undefined
    const isChannel = entry?.chat.kind === 'channel'
    return { isChannel, mutedUntil: entry?.mutedUntil, wasRemoved: state.me && removed?.includes(state.me.id) }
  })
  const seconds = useCountdown(mutedUntil)
  switch (refusal) {
    case 'channel_closed':
      return { icon: Lock, text: t('noticeWorldClosed') }
    case 'dissolved':
      return { icon: Archive, text: t('noticeDissolved') }
    case 'muted_all':
      return { icon: MicOff, text: t('noticeMutedAll') }
    case 'muted': {
      const long = seconds > countedSeconds && mutedUntil !== undefined
      const text = long
        ? t('noticeMutedUntil', { date: format.full(mutedUntil) })
        : t('noticeMuted', { time: clockText(seconds) })
      return { icon: MicOff, text }
    }
    default:
      if (isChannel) return { icon: DoorClosed, text: t('channelLeft') }
      return { icon: DoorClosed, text: t(wasRemoved ? 'noticeRemoved' : 'noticeLeft') }
  }
}

/** Stands in place of the composer: says why one cannot write, and offers the next step. */
export const ComposerNotice = ({ chatId, refusal }: { readonly chatId: ChatId; readonly refusal: Refusal }) => {
  const t = useT()
  const { peer, draft } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return { peer: entry && peerOf(state, entry), draft: entry?.draft ?? '' }
  })
  const between = useBetweenUs(peer, refusal)
  const closed = useClosed(chatId, refusal)
  const { icon: Icon, text, action } = between ?? closed
  return (
    <div className={styles.notice} data-testid="composer-notice" role="status">
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <span className="tabular">
        {text}
        {draft.trim() !== '' && ` ${t('draftKept')}`}
      </span>
      {action && (
        <Button kind="secondary" size="small" onClick={action.run}>
          {action.label}
        </Button>
      )}
    </div>
  )
}
