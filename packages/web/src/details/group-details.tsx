import type { ChatId, Member } from '@parley/protocol'
import { LogOut, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useClient, useSelector } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { PersonButton } from '../people/person-row'
import { orToast } from '../problem'
import { Button, Dialog } from '../ui'
import { useMembers } from './members'

const roleKeys = { owner: 'roleOwner', admin: 'roleAdmin', member: undefined } as const

const MemberRow = ({ member }: { readonly member: Member }) => {
  const t = useT()
  const { user, own } = useSelector((state) => ({
    user: state.users.get(member.userId) ?? (state.me?.id === member.userId ? state.me : undefined),
    own: state.me?.id === member.userId,
  }))
  if (!user) return null
  const role = roleKeys[member.role]
  return (
    <li>
      <PersonButton
        user={user}
        {...(own && { note: t('you') })}
        end={role && <span className="text-meta text-text-3">{t(role)}</span>}
        onPress={() => openDialog({ name: 'person', userId: user.id })}
      />
    </li>
  )
}

const LeaveGroup = ({ chatId, name }: { readonly chatId: ChatId; readonly name: string }) => {
  const t = useT()
  const client = useClient()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const owner = useSelector((state) => state.chats.get(chatId)?.chat.ownerId === state.me?.id)
  const leave = async () => {
    setBusy(true)
    const left = await orToast(t, client.call('groups.leave', { chatId }))
    setBusy(false)
    if (left) setAsking(false)
  }
  return (
    <>
      <Button kind="dangerGhost" className="w-full justify-start" onClick={() => setAsking(true)}>
        <LogOut size={18} strokeWidth={1.75} aria-hidden />
        {t('leaveGroup')}
      </Button>
      <Dialog
        alert
        open={asking}
        onClose={() => setAsking(false)}
        title={t('leaveGroupTitle', { name })}
        description={owner ? `${t('leaveGroupBody')} ${t('leaveGroupOwner')}` : t('leaveGroupBody')}
        footer={
          <>
            <Button kind="secondary" onClick={() => setAsking(false)}>
              {t('cancel')}
            </Button>
            <Button kind="danger" busy={busy} onClick={() => void leave()}>
              {t('leaveGroup')}
            </Button>
          </>
        }
      >
        {null}
      </Dialog>
    </>
  )
}

/** The members of a group, and what one can do there. */
export const GroupDetails = ({ chatId, name }: { readonly chatId: ChatId; readonly name: string }) => {
  const t = useT()
  const { members, more, loadMore, loading } = useMembers(chatId)
  const inside = useSelector((state) => {
    const own = state.me && state.chats.get(chatId)?.members.get(state.me.id)
    return own !== undefined && own.leftSeq === undefined
  })
  return (
    <>
      <div className="flex items-center gap-8 px-20 pt-8 pb-4">
        <h3 className="flex-1 text-meta font-500 text-text-3">
          {more ? t('members') : t('memberCount', { count: members.length })}
        </h3>
      </div>
      <div className="px-8">
        {inside && (
          <Button
            kind="ghost"
            className="w-full justify-start"
            onClick={() => openDialog({ name: 'addPeople', chatId })}
          >
            <UserPlus size={18} strokeWidth={1.75} aria-hidden />
            {t('addPeople')}
          </Button>
        )}
        <ul className="m-0 list-none p-0">
          {members.map((member) => (
            <MemberRow key={member.userId} member={member} />
          ))}
        </ul>
        {more && (
          <Button kind="ghost" className="w-full" busy={loading} onClick={loadMore}>
            {t('loadMoreMembers')}
          </Button>
        )}
        <hr className="mx-12 my-12 h-px border-0 bg-border" />
        {inside ? (
          <LeaveGroup chatId={chatId} name={name} />
        ) : (
          <p className="px-12 text-small text-text-2">{t('youLeft')}</p>
        )}
      </div>
    </>
  )
}
