import type { Member } from '@parley/protocol'
import {
  Ban,
  Crown,
  type LucideIcon,
  MicOff,
  MoreHorizontal,
  PenLine,
  ShieldMinus,
  ShieldPlus,
  UserMinus,
  Volume2,
} from 'lucide-react'
import { openDialog } from '../dialogs/dialog-store'
import { type Key, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { useUntil } from '../lib/clock'
import { memberName } from '../people/chat-name'
import { PersonButton } from '../people/person-row'
import { useUser } from '../people/use-user'
import { IconButton, Menu } from '../ui'
import { orToast } from '../ui/problem'
import { type MemberAct, memberActs } from './member-acts'
import { memberNotes, roleText } from './member-notes'
import { changeMember } from './pending-members'

const looks = {
  nickname: { icon: PenLine, label: 'setNickname' },
  makeAdmin: { icon: ShieldPlus, label: 'makeAdmin' },
  takeAdmin: { icon: ShieldMinus, label: 'takeAdmin' },
  transfer: { icon: Crown, label: 'makeOwner' },
  mute: { icon: MicOff, label: 'muteMember' },
  unmute: { icon: Volume2, label: 'unmuteMember' },
  remove: { icon: UserMinus, label: 'removeMember' },
  ban: { icon: Ban, label: 'banMember' },
} as const satisfies Record<MemberAct, { readonly icon: LucideIcon; readonly label: Key }>

/** Runs an entry of the menu. */
const useRun = ({ chatId, userId }: Member) => {
  const t = useT()
  const client = useClient()
  const ask = (what: 'nickname' | 'mute' | 'remove' | 'ban' | 'transfer') => () =>
    openDialog({ name: 'member', chatId, userId, what })
  const setRole = (role: 'admin' | 'member') => () =>
    void orToast(
      t,
      changeMember({ chatId, userId, to: { role } }, client.call('groups.setRole', { chatId, userId, role })),
    )
  const runs: Record<MemberAct, () => void> = {
    nickname: ask('nickname'),
    makeAdmin: setRole('admin'),
    takeAdmin: setRole('member'),
    transfer: ask('transfer'),
    mute: ask('mute'),
    unmute: () =>
      void orToast(
        t,
        changeMember(
          { chatId, userId, to: { mutedUntil: 0 } },
          client.call('groups.mute', { chatId, userId, forMs: 0 }),
        ),
      ),
    remove: ask('remove'),
    ban: ask('ban'),
  }
  return (act: MemberAct) => runs[act]
}

const MemberMenu = ({ member, name }: { readonly member: Member; readonly name: string }) => {
  const t = useT()
  const run = useRun(member)
  useUntil(member.mutedUntil)
  const acts = useSelector((state) => {
    const entry = state.chats.get(member.chatId)
    const dissolved = entry?.chat.dissolvedAt !== undefined
    return memberActs(member, { role: entry?.role, own: state.me?.id === member.userId, dissolved, nowMs: Date.now() })
  })
  if (acts.length === 0) return null
  const label = t('memberActions', { name })
  const items = acts.map((act) => ({
    label: t(looks[act].label),
    icon: looks[act].icon,
    danger: act === 'remove' || act === 'ban',
    onSelect: run(act),
  }))
  return (
    <Menu label={label} items={items}>
      {(trigger) => <IconButton icon={MoreHorizontal} label={label} {...trigger} />}
    </Menu>
  )
}

/** A member, with their role and the actions on them. */
export const MemberRow = ({ member }: { readonly member: Member }) => {
  const t = useT()
  const { user } = useUser(member.userId)
  const { own, name } = useSelector((state) => ({
    own: state.me?.id === member.userId,
    name: memberName(state, member, t),
  }))
  useUntil(member.mutedUntil)
  if (!user) return null
  const role = roleText(t, member.role)
  const note = memberNotes(member, { t, own, nowMs: Date.now() })
  return (
    <div className="flex items-center">
      <span className="min-w-0 flex-1">
        <PersonButton
          user={user}
          {...(note !== undefined && { note })}
          end={role && <span className="shrink-0 text-meta text-text-3">{role}</span>}
          onPress={() => openDialog({ name: 'person', userId: user.id })}
        />
      </span>
      <MemberMenu member={member} name={name} />
    </div>
  )
}
