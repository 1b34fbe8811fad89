import type { ChatId } from '@parley/protocol'
import { Ban, Copy, Flag, Link2, LogOut, type LucideIcon, PenLine, Settings2, UserCheck, UserPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useSelector } from '../client'
import { copyText } from '../dialogs/copy-text'
import { type GroupDialogName, openDialog } from '../dialogs/dialog-store'
import { groupEnd, groupStanding } from '../groups/group-standing'
import { MemberList } from '../groups/member-list'
import { useWaiting } from '../groups/waiting'
import { useFormat, useT } from '../i18n'
import { paths } from '../shell/places'
import { Badge, Button, toast } from '../ui'

interface ActProps {
  readonly icon: LucideIcon
  readonly label: string
  readonly danger?: boolean
  readonly onPress: () => void
  readonly end?: ReactNode
}

const Act = ({ icon: Icon, label, danger = false, onPress, end }: ActProps) => (
  <Button kind={danger ? 'dangerGhost' : 'ghost'} className="w-full justify-start text-start" onClick={onPress}>
    <Icon size={18} strokeWidth={1.75} aria-hidden />
    {label}
    {end}
  </Button>
)

/** What the viewer is in a group, and what that lets them do. */
const useStanding = (chatId: ChatId) => useSelector((state) => groupStanding(state, chatId))

const Acts = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const format = useFormat()
  const waiting = useWaiting(chatId)
  const { role, runs, dissolved, me, mayAdd, mayEdit, byId } = useStanding(chatId)
  if (role === undefined || dissolved) return null
  const copyAddress = async () =>
    toast(t((await copyText(location.origin + paths.chat(chatId), null)) ? 'copied' : 'copyRefused'))
  const open = (what: Extract<GroupDialogName, { name: 'group' }>['what']) => () =>
    openDialog({ name: 'group', chatId, what })
  return (
    <>
      {mayAdd && (
        <Act icon={UserPlus} label={t('addPeople')} onPress={() => openDialog({ name: 'addPeople', chatId })} />
      )}
      {byId && <Act icon={Copy} label={t('copyGroupAddress')} onPress={() => void copyAddress()} />}
      {runs && <Act icon={Link2} label={t('groupLinks')} onPress={open('links')} />}
      {runs && (
        <Act
          icon={UserCheck}
          label={t('joinRequests')}
          onPress={open('requests')}
          end={waiting > 0 && <Badge>{format.number(waiting)}</Badge>}
        />
      )}
      {mayEdit && <Act icon={Settings2} label={t('groupSettings')} onPress={open('settings')} />}
      {runs && <Act icon={Ban} label={t('groupBans')} onPress={open('bans')} />}
      {me && (
        <Act
          icon={PenLine}
          label={t('myNickname')}
          onPress={() => openDialog({ name: 'member', chatId, userId: me, what: 'nickname' })}
        />
      )}
    </>
  )
}

const Ends = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { role, dissolved } = useStanding(chatId)
  const end = (what: 'leave' | 'dissolve') => () => openDialog({ name: 'group', chatId, what })
  const ends = groupEnd({ role, dissolved })
  if (ends === 'left') return <p className="px-12 text-small text-text-2">{t('youLeft')}</p>
  if (ends === 'leave') return <Act danger icon={LogOut} label={t('leaveGroup')} onPress={end('leave')} />
  return (
    <>
      <Act danger icon={Flag} label={t('dissolveGroup')} onPress={end('dissolve')} />
      <p className="px-12 pt-4 text-meta text-text-3">{t('ownerLeaves')}</p>
    </>
  )
}

/** What a group is for. */
export const GroupAbout = ({ chatId }: { readonly chatId: ChatId }) => {
  const { about } = useStanding(chatId)
  return (
    about !== undefined && (
      <p className="px-20 pb-12 text-center text-ui font-400 text-pretty break-words whitespace-pre-wrap text-text-2">
        {about}
      </p>
    )
  )
}

/** What one can do in a group, and its members. */
export const GroupDetails = ({ chatId }: { readonly chatId: ChatId }) => (
  <>
    <div className="px-8">
      <Acts chatId={chatId} />
    </div>
    <MemberList chatId={chatId} />
    <div className="px-8">
      <hr className="mx-12 my-12 h-px border-0 bg-border" />
      <Ends chatId={chatId} />
    </div>
  </>
)
