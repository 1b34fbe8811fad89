import type { UserId } from '@parley/protocol'
import { Ban, Bookmark, Flag, MessageCircle, PenLine, ShieldCheck, Undo2, UserMinus, UserPlus } from 'lucide-react'
import { closeDialog, openDialog } from '../dialogs/dialog-store'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { paths, useOpenChat } from '../navigation/places'
import { canContact, directChatWith } from '../people/direct-chat'
import { openPerson } from '../people/open-person'
import { isBlocked, relationOf } from '../people/relation'
import { ActRow, Button, type ButtonProps } from '../ui'
import { useActionContext } from '../ui/action-context'
import { useFriendActions } from './friend-actions'
import { mainActs, moreActs } from './profile-acts'

/** The viewer's relation to a person, in the form that the screens need. */
export const useRelation = (userId: UserId) =>
  useSelector((state) => ({
    relation: relationOf(state, userId),
    blocked: isBlocked(state, userId),
    reachable: canContact(state, userId),
    chatId: directChatWith(state, userId),
    remark: state.friends.get(userId)?.remark,
    note: state.friends.get(userId)?.note,
    since: state.friends.get(userId)?.since,
  }))
type ProfileRelation = ReturnType<typeof useRelation>

const Wide = ({ className, ...rest }: ButtonProps) => <Button {...rest} className="flex-1" />

/** The most likely actions on a person: write, add, unblock. */
export const MainActions = ({
  userId,
  relationTo,
}: {
  readonly userId: UserId
  readonly relationTo: ProfileRelation
}) => {
  const context = useActionContext()
  const { t } = context
  const { working, withdraw, unblock } = useFriendActions(userId)
  const acts = mainActs(relationTo, useOpenChat())
  const { relation, blocked } = relationTo
  const own = relation === 'self'
  const message = () => void openPerson(context, userId).then((there) => there && closeDialog())
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
          {own ? t('savedMessages') : t(relationTo.reachable ? 'message' : 'openChat')}
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

/** The other actions, one per row. Those that are hard to undo request confirmation. */
export const MoreActions = ({
  userId,
  relationTo,
}: {
  readonly userId: UserId
  readonly relationTo: ProfileRelation
}) => {
  const t = useT()
  const acts = moreActs(relationTo)
  if (acts.length === 0) return null
  return (
    <div className="mt-16 self-stretch pt-8 hairline-t">
      <div className="-mx-12">
        {acts.includes('remark') && (
          <ActRow
            icon={PenLine}
            label={relationTo.remark === undefined ? t('setRemark') : t('editRemark')}
            onClick={() => openDialog({ name: 'remark', userId })}
          />
        )}
        {acts.includes('remove') && (
          <ActRow
            danger
            icon={UserMinus}
            label={t('removeFriend')}
            onClick={() => openDialog({ name: 'removeFriend', userId })}
          />
        )}
        {acts.includes('block') && (
          <ActRow danger icon={Ban} label={t('blockPerson')} onClick={() => openDialog({ name: 'block', userId })} />
        )}
        {acts.includes('report') && (
          <ActRow danger icon={Flag} label={t('reportPerson')} onClick={() => openDialog({ name: 'report', userId })} />
        )}
      </div>
    </div>
  )
}
