import type { ChatId } from '@parley/protocol'
import {
  Ban,
  Copy,
  Flag,
  Link2,
  LogOut,
  MessageSquareWarning,
  PenLine,
  Settings2,
  UserCheck,
  UserPlus,
} from 'lucide-react'
import { useStore } from 'zustand'
import { memberEndTexts, ownMemberEnd } from '../chat/member-end'
import { ownBans } from '../chat/own-bans'
import { type GroupDialogName, openDialog } from '../dialogs/dialog-store'
import { groupEnd, groupRole } from '../groups/group-role'
import { useJoinRequestCount } from '../groups/join-request-count'
import { MemberList } from '../groups/member-list'
import { useFormat, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { paths } from '../navigation/places'
import { unreadText } from '../people/unread'
import { useReportCount } from '../reports/use-report-count'
import { copyLinkTo } from '../sharing/copy-link'
import { ActRow, Badge } from '../ui'

/** The viewer's role in a group, and the resulting rights. */
const useGroupRole = (chatId: ChatId) => useSelector((state) => groupRole(state, chatId))

const Acts = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const format = useFormat()
  const waiting = useJoinRequestCount(chatId)
  const reported = useReportCount(chatId)
  const { role, runs, dissolved, me, mayAdd, mayEdit, byId } = useGroupRole(chatId)
  if (role === undefined || dissolved) return null
  const open = (what: Extract<GroupDialogName, { name: 'group' }>['what']) => () =>
    openDialog({ name: 'group', chatId, what })
  return (
    <>
      {mayAdd && (
        <ActRow icon={UserPlus} label={t('addPeople')} onClick={() => openDialog({ name: 'addPeople', chatId })} />
      )}
      {byId && (
        <ActRow
          icon={Copy}
          label={t('copyGroupAddress')}
          onClick={() => void copyLinkTo(paths.chat(chatId), { t, client })}
        />
      )}
      {runs && <ActRow icon={Link2} label={t('groupLinks')} onClick={open('links')} />}
      {runs && (
        <ActRow
          icon={UserCheck}
          label={t('joinRequests')}
          onClick={open('requests')}
          end={waiting > 0 && <Badge>{format.number(waiting)}</Badge>}
        />
      )}
      {runs && (
        <ActRow
          icon={MessageSquareWarning}
          label={t('reports')}
          onClick={() => openDialog({ name: 'groupReports', chatId })}
          end={reported > 0 && <Badge>{unreadText(reported)}</Badge>}
        />
      )}
      {mayEdit && <ActRow icon={Settings2} label={t('groupSettings')} onClick={open('settings')} />}
      {runs && <ActRow icon={Ban} label={t('groupBans')} onClick={open('bans')} />}
      {me && (
        <ActRow
          icon={PenLine}
          label={t('myNickname')}
          onClick={() => openDialog({ name: 'member', chatId, userId: me, what: 'nickname' })}
        />
      )}
    </>
  )
}

/** How the viewer's membership ended. */
const Ended = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const bans = useStore(ownBans, ({ chats }) => chats)
  const end = useSelector((state) => ownMemberEnd(state, chatId, bans))
  return <p className="px-12 text-small text-text-2">{t(memberEndTexts[end])}</p>
}

const Ends = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { role, dissolved } = useGroupRole(chatId)
  const end = (what: 'leave' | 'dissolve') => () => openDialog({ name: 'group', chatId, what })
  const ends = groupEnd({ role, dissolved })
  if (ends === 'left') return <Ended chatId={chatId} />
  if (ends === 'leave') return <ActRow danger icon={LogOut} label={t('leaveGroup')} onClick={end('leave')} />
  return (
    <>
      <ActRow danger icon={Flag} label={t('dissolveGroup')} onClick={end('dissolve')} />
      <p className="px-12 pt-4 text-meta text-text-3">{t('ownerLeaves')}</p>
    </>
  )
}

/** The description of a group. */
export const GroupAbout = ({ chatId }: { readonly chatId: ChatId }) => {
  const { about } = useGroupRole(chatId)
  return (
    about !== undefined && (
      <p
        dir="auto"
        className="px-20 pb-12 text-center text-ui font-400 text-pretty break-words whitespace-pre-wrap text-text-2"
      >
        {about}
      </p>
    )
  )
}

/** The actions in a group, and its members. */
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
