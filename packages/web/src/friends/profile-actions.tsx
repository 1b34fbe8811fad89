import type { UserId } from '@parley/protocol'
import { Ban, Bookmark, MessageCircle, PenLine, ShieldCheck, Undo2, UserMinus, UserPlus } from 'lucide-react'
import { navigate } from 'wouter/use-browser-location'
import { useSelector } from '../client'
import { closeDialog, openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { directChatWith } from '../people/direct-chat'
import { mayReach } from '../people/direct-policy'
import { openPerson } from '../people/open-person'
import { isBlocked, relationOf } from '../people/relation'
import { paths, useOpenChat } from '../shell/places'
import { Button, type ButtonProps } from '../ui'
import { useFriendActions } from './friend-actions'
import { mainActs, moreActs } from './profile-acts'

/** How I stand to a person, as the screens need it. */
export const useStanding = (userId: UserId) =>
  useSelector((state) => ({
    relation: relationOf(state, userId),
    blocked: isBlocked(state, userId),
    reachable: mayReach(state, userId),
    chatId: directChatWith(state, userId),
    remark: state.friends.get(userId)?.remark,
    note: state.friends.get(userId)?.note,
    since: state.friends.get(userId)?.since,
  }))
type Standing = ReturnType<typeof useStanding>

const Wide = ({ className, ...rest }: ButtonProps) => <Button {...rest} className="flex-1" />

/** What one most likely wants to do about a person: write, add, unblock. */
export const MainActions = ({ userId, standing }: { readonly userId: UserId; readonly standing: Standing }) => {
  const t = useT()
  const { working, withdraw, unblock } = useFriendActions(userId)
  const acts = mainActs(standing, useOpenChat())
  const { relation, blocked } = standing
  const own = relation === 'self'
  const message = () => void openPerson(t, userId).then((there) => there && closeDialog())
  return (
    <div data-main-actions className="mt-16 flex w-full flex-wrap gap-8 empty:hidden">
      {acts.includes('unblock') && (
        <Wide kind="secondary" busy={working === 'unblock'} onClick={() => void unblock()}>
          <ShieldCheck size={18} strokeWidth={1.75} aria-hidden />
          {t('unblockPerson')}
        </Wide>
      )}
      {acts.includes('add') && (
        <Wide onClick={() => openDialog({ name: 'addFriend', userId })}>
          <UserPlus size={18} strokeWidth={1.75} aria-hidden />
          {t('addFriend')}
        </Wide>
      )}
      {acts.includes('withdraw') && (
        <Wide kind="secondary" busy={working === 'withdraw'} onClick={() => void withdraw()}>
          <Undo2 size={18} strokeWidth={1.75} aria-hidden />
          {t('withdrawRequest')}
        </Wide>
      )}
      {acts.includes('message') && (
        <Wide kind={relation === 'friends' && !blocked ? 'primary' : 'secondary'} onClick={message}>
          {own ? (
            <Bookmark size={18} strokeWidth={1.75} aria-hidden />
          ) : (
            <MessageCircle size={18} strokeWidth={1.75} aria-hidden />
          )}
          {own ? t('savedMessages') : t(standing.reachable ? 'message' : 'openChat')}
        </Wide>
      )}
      {acts.includes('editProfile') && (
        <Wide
          kind="secondary"
          onClick={() => {
            closeDialog()
            navigate(paths.settings)
          }}
        >
          <PenLine size={18} strokeWidth={1.75} aria-hidden />
          {t('editProfile')}
        </Wide>
      )}
    </div>
  )
}

const Line = ({ className, ...rest }: ButtonProps) => <Button {...rest} className="w-full justify-start" />

/** The rest, line by line; what cannot be taken back lightly asks first. */
export const MoreActions = ({ userId, standing }: { readonly userId: UserId; readonly standing: Standing }) => {
  const t = useT()
  const acts = moreActs(standing)
  if (acts.length === 0) return null
  return (
    <div className="mt-16 w-full pt-8 hairline-t">
      {acts.includes('remark') && (
        <Line kind="ghost" onClick={() => openDialog({ name: 'remark', userId })}>
          <PenLine size={18} strokeWidth={1.75} aria-hidden />
          {standing.remark === undefined ? t('setRemark') : t('editRemark')}
        </Line>
      )}
      {acts.includes('remove') && (
        <Line kind="dangerGhost" onClick={() => openDialog({ name: 'removeFriend', userId })}>
          <UserMinus size={18} strokeWidth={1.75} aria-hidden />
          {t('removeFriend')}
        </Line>
      )}
      {acts.includes('block') && (
        <Line kind="dangerGhost" onClick={() => openDialog({ name: 'block', userId })}>
          <Ban size={18} strokeWidth={1.75} aria-hidden />
          {t('blockPerson')}
        </Line>
      )}
    </div>
  )
}
