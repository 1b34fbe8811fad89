import type { ChatId, UserId } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'
import { Ban, DoorClosed, Lock, type LucideIcon, UserRoundPlus } from 'lucide-react'
import { useClient, useSelector } from '../../client'
import { openDialog } from '../../dialogs/dialog-store'
import { useT } from '../../i18n'
import { peerOf, userName } from '../../people/chat-name'
import { relationOf } from '../../people/relation'
import { orToast } from '../../problem'
import { Button } from '../../ui'
import styles from './composer.module.css'

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

/** Stands in place of the composer: says why one cannot write, and offers the next step. */
export const ComposerNotice = ({ chatId, refusal }: { readonly chatId: ChatId; readonly refusal: Refusal }) => {
  const t = useT()
  const { peer, draft } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return { peer: entry && peerOf(state, entry), draft: entry?.draft ?? '' }
  })
  const between = useBetweenUs(peer, refusal)
  const closed: Notice =
    refusal === 'channel_closed'
      ? { icon: Lock, text: t('noticeWorldClosed') }
      : { icon: DoorClosed, text: t('noticeLeft') }
  const { icon: Icon, text, action } = between ?? closed
  return (
    <div className={styles.notice} data-testid="composer-notice" role="status">
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <span>
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
