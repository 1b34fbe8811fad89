import type { TimelineMessage } from '@parley/sdk/api'
import {
  CheckCheck,
  CircleCheckBig,
  Copy,
  Download,
  EyeOff,
  Flag,
  Forward,
  Link2,
  type LucideIcon,
  Pencil,
  Pin,
  PinOff,
  Reply,
  Smile,
  SmilePlus,
  Trash2,
} from 'lucide-react'
import { useStore } from 'zustand'
import { type Key, useT } from '../../i18n'
import { MenuAt, type MenuStrip } from '../../ui'
import { useHistoryData, useMessageActions, usePaneStores } from '../pane-contexts'
import { quickReactions } from '../reactions/react'
import { actKeys, type MessageAct } from './message-acts'

/** Reactions have a row of their own. */
type MenuAct = Exclude<MessageAct, 'react'>

interface Look {
  readonly icon: LucideIcon
  readonly label: Key &
    (
      | 'reply'
      | 'forwardMessage'
      | 'editMessage'
      | 'copyText'
      | 'saveFile'
      | 'saveAll'
      | 'pinMessage'
      | 'unpinMessage'
      | 'copyLink'
      | 'whoReacted'
      | 'readBy'
      | 'selectMessage'
      | 'reportMessage'
      | 'hideMessage'
      | 'retractMessage'
    )
  /** Actions of one group are adjacent. Lines separate the groups. */
  readonly group: 'talk' | 'about' | 'clean'
  readonly danger?: boolean
}

const looks: Record<MenuAct, Look> = {
  reply: { icon: Reply, label: 'reply', group: 'talk' },
  forward: { icon: Forward, label: 'forwardMessage', group: 'talk' },
  edit: { icon: Pencil, label: 'editMessage', group: 'talk' },
  copy: { icon: Copy, label: 'copyText', group: 'talk' },
  download: { icon: Download, label: 'saveFile', group: 'talk' },
  pin: { icon: Pin, label: 'pinMessage', group: 'about' },
  link: { icon: Link2, label: 'copyLink', group: 'about' },
  reactors: { icon: Smile, label: 'whoReacted', group: 'about' },
  readers: { icon: CheckCheck, label: 'readBy', group: 'about' },
  select: { icon: CircleCheckBig, label: 'selectMessage', group: 'clean' },
  report: { icon: Flag, label: 'reportMessage', group: 'clean' },
  hide: { icon: EyeOff, label: 'hideMessage', group: 'clean' },
  retract: { icon: Trash2, label: 'retractMessage', group: 'clean', danger: true },
}

const unpin: Look = { icon: PinOff, label: 'unpinMessage', group: 'about' }
const saveAll: Look = { icon: Download, label: 'saveAll', group: 'talk' }

/** As keyboards label it. */
const keyOf = (act: MessageAct): string | undefined =>
  act in actKeys ? actKeys[act as keyof typeof actKeys].replace('Delete', 'Del').replace(' ', 'Space') : undefined

/** The quick reactions, with the viewer's own ones marked, and a button for all other emojis. */
const useStrip = (message: TimelineMessage | undefined): MenuStrip | undefined => {
  const t = useT()
  const actions = useMessageActions()
  const { reactions } = useHistoryData()
  if (!message || !actions.actsOf(message).includes('react')) return undefined
  const mine =
    reactions
      ?.get()
      .get(message.id)
      ?.filter((one) => one.mine) ?? []
  const quick = quickReactions.map((emoji) => ({
    label: emoji,
    sign: emoji,
    checked: mine.some((one) => one.emoji === emoji),
    onSelect: () => actions.react(message, emoji),
  }))
  const sign = <SmilePlus size={20} strokeWidth={1.75} aria-hidden />
  return {
    label: t('react'),
    items: [...quick, { label: t('moreEmoji'), sign, onSelect: () => actions.reactWithAny(message) }],
  }
}

/** The message menu, one for the whole pane. `useOpenMenu` opens it. */
export const MessageMenu = () => {
  const t = useT()
  const actions = useMessageActions()
  const { menu } = usePaneStores()
  const { open, message, anchor, point, about, focusBack } = useStore(menu)
  const strip = useStrip(message)
  if (!message || !anchor || !focusBack) return null
  const lookOf = (act: MenuAct): Look => {
    if (act === 'pin' && actions.isPinned(message.id)) return unpin
    return act === 'download' && message.body.type === 'album' ? saveAll : looks[act]
  }
  const acts = actions.actsOf(message).filter((act) => act !== 'react')
  const items = acts.map((act, at) => {
    const { icon, label, group, danger = false } = lookOf(act)
    const shortcut = keyOf(act)
    const before = acts[at - 1]
    const startsGroup = before !== undefined && looks[before].group !== group
    const onSelect = () => actions.run(act, message)
    return { label: t(label), icon, danger, startsGroup, onSelect, ...(shortcut && { shortcut }) }
  })
  return (
    <MenuAt
      label={t('messageActions')}
      items={items}
      anchor={anchor}
      point={point}
      about={about}
      strip={strip}
      focusBack={focusBack}
      open={open}
      onOpenChange={(next) => menu.setState({ open: next })}
    />
  )
}
