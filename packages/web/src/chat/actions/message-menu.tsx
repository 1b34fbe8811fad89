import {
  CheckCheck,
  CircleCheckBig,
  Copy,
  Download,
  EyeOff,
  Forward,
  Link2,
  type LucideIcon,
  Pencil,
  Pin,
  PinOff,
  Reply,
  Smile,
  SmilePlus,
  Undo2,
} from 'lucide-react'
import { useStore } from 'zustand'
import { type Key, useT } from '../../i18n'
import { MenuAt } from '../../ui'
import { useRowSurroundings } from '../rows/row-context'
import { actKeys, type MessageAct } from './message-acts'

interface Look {
  readonly icon: LucideIcon
  readonly label: Key &
    (
      | 'react'
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
      | 'hideMessage'
      | 'retractMessage'
    )
  readonly danger?: boolean
}

const looks: Record<MessageAct, Look> = {
  react: { icon: SmilePlus, label: 'react' },
  reply: { icon: Reply, label: 'reply' },
  forward: { icon: Forward, label: 'forwardMessage' },
  edit: { icon: Pencil, label: 'editMessage' },
  copy: { icon: Copy, label: 'copyText' },
  download: { icon: Download, label: 'saveFile' },
  pin: { icon: Pin, label: 'pinMessage' },
  link: { icon: Link2, label: 'copyLink' },
  reactors: { icon: Smile, label: 'whoReacted' },
  readers: { icon: CheckCheck, label: 'readBy' },
  select: { icon: CircleCheckBig, label: 'selectMessage' },
  hide: { icon: EyeOff, label: 'hideMessage' },
  retract: { icon: Undo2, label: 'retractMessage', danger: true },
}

const unpin: Look = { icon: PinOff, label: 'unpinMessage' }
const saveAll: Look = { icon: Download, label: 'saveAll' }

/** As keyboards have it. */
const keyOf = (act: MessageAct): string | undefined =>
  act in actKeys ? actKeys[act as keyof typeof actKeys].replace('Delete', 'Del').replace(' ', '␣') : undefined

/** The menu of a message, one for the whole pane; it shows itself where `openMenu` asks for it. */
export const MessageMenu = () => {
  const t = useT()
  const { actions } = useRowSurroundings()
  const { open, message, anchor, point, focusBack } = useStore(actions.menu)
  if (!message || !anchor || !focusBack) return null
  const lookOf = (act: MessageAct): Look => {
    if (act === 'pin' && actions.isPinned(message.id)) return unpin
    return act === 'download' && message.body.type === 'album' ? saveAll : looks[act]
  }
  const items = actions.actsOf(message).map((act) => {
    const { icon, label, danger = false } = lookOf(act)
    const shortcut = keyOf(act)
    return { label: t(label), icon, danger, onSelect: () => actions.run(act, message), ...(shortcut && { shortcut }) }
  })
  return (
    <MenuAt
      label={t('messageActions')}
      items={items}
      anchor={anchor}
      point={point}
      focusBack={focusBack}
      open={open}
      onOpenChange={(next) => actions.menu.setState({ open: next })}
    />
  )
}
