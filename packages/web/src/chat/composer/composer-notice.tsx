import type { ChatId, UserId } from '@parley/protocol'
import { isVisible } from '@parley/protocol/visible'
import type { ChatEntry } from '@parley/sdk/api'
import { Archive, Ban, DoorClosed, Lock, type LucideIcon, MicOff, Timer, UserRoundPlus, UserRoundX } from 'lucide-react'
import { openDialog } from '../../dialogs/dialog-store'
import { useFormat, useT } from '../../i18n'
import { endText, waitText } from '../../i18n/durations'
import { useClient, useSelector } from '../../lib/client'
import { useCountdown } from '../../lib/use-countdown'
import { peerOf, userName } from '../../people/chat-name'
import { relationOf } from '../../people/relation'
import { Button } from '../../ui'
import { orToast } from '../../ui/problem'
import styles from './composer.module.css'
import { useOwnBans } from './use-own-bans'
import { nextStepOf, type WhyClosed, whyClosed } from './why-closed'

type Refusal = NonNullable<ChatEntry['writeRefused']>

interface Notice {
  readonly icon: LucideIcon
  readonly text: string
  /** The next step, if there is one. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** Why two people can't write to each other, and what the viewer can do about it. */
const useBetweenUs = (peer: UserId | undefined, refusal: Refusal): Notice | undefined => {
  const t = useT()
  const client = useClient()
  const { name, relation } = useSelector((state) => ({
    name: userName(state, peer, t),
    relation: peer && relationOf(state, peer),
  }))
  if (peer === undefined) return undefined
  const icon = UserRoundPlus
  switch (nextStepOf(refusal, relation)) {
    case 'unblock': {
      const unblock = () => void orToast(t, client.call('friends.unblock', { userId: peer }))
      return { icon: Ban, text: t('noticeYouBlocked', { name }), action: { label: t('unblockPerson'), run: unblock } }
    }
    case 'accept': {
      const accept = () => void orToast(t, client.call('friends.answer', { userId: peer, accept: true }))
      return { icon, text: t('noticeReceived', { name }), action: { label: t('acceptRequest'), run: accept } }
    }
    case 'withdraw': {
      const withdraw = () => void orToast(t, client.call('friends.remove', { userId: peer }))
      return { icon, text: t('noticeRequested', { name }), action: { label: t('withdrawRequest'), run: withdraw } }
    }
    case 'ask': {
      const ask = () => openDialog({ name: 'addFriend', userId: peer })
      return { icon, text: t('noticeNotFriends', { name }), action: { label: t('addFriend'), run: ask } }
    }
    default:
      return undefined
  }
}

const closedIcons: Record<WhyClosed, LucideIcon> = {
  world: Lock,
  dissolved: Archive,
  'peer-closed': UserRoundX,
  'muted-all': MicOff,
  flooded: Timer,
  'muted-until': MicOff,
  muted: MicOff,
  'left-channel': DoorClosed,
  removed: DoorClosed,
  banned: Ban,
  left: DoorClosed,
}

/** Why all members, or only the viewer, can't write. */
const useClosed = (chatId: ChatId, refusal: Refusal): Notice => {
  const t = useT()
  const format = useFormat()
  const entry = useSelector((state) => state.chats.get(chatId))
  const me = useSelector((state) => state.me?.id)
  const mutedUntil = entry?.mutedUntil
  const seconds = useCountdown(mutedUntil)
  const why = whyClosed(refusal, entry, { me, seconds, bans: useOwnBans(chatId) })
  const texts: Record<WhyClosed, string> = {
    world: t('noticeWorldClosed'),
    dissolved: t('noticeDissolved'),
    'peer-closed': t('noticePeerClosed'),
    'muted-all': t('noticeMutedAll'),
    flooded: t('noticeFlooded', { time: waitText(t, seconds), end: endText(format, mutedUntil ?? 0) }),
    'muted-until': t('noticeMutedUntil', { date: format.dateTime(mutedUntil ?? 0) }),
    muted: t('noticeMuted', { time: waitText(t, seconds) }),
    'left-channel': t('channelLeft'),
    removed: t('noticeRemoved'),
    banned: t('noticeBanned'),
    left: t('noticeLeft'),
  }
  return { icon: closedIcons[why], text: texts[why] }
}

/** Replaces the composer: says why the viewer can't write, and offers the next step. */
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
      <span className="tabular">{isVisible(draft) ? t('twoSentences', { one: text, two: t('draftKept') }) : text}</span>
      {action && (
        <Button kind="secondary" size="small" onClick={action.run}>
          {action.label}
        </Button>
      )}
    </div>
  )
}
