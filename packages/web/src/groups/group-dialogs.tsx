import type { ChatId, Member, UserId } from '@parley/protocol'
import { ConfirmDialog } from '../dialogs/confirm-dialog'
import type { GroupDialogName } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { useChatName, useMemberName } from '../people/chat-name'
import { orToast } from '../ui/problem'
import { BansDialog } from './bans-dialog'
import { ChannelSettingsDialog } from './channel-settings-dialog'
import { LinksDialog } from './links-dialog'
import { MuteDialog, NicknameDialog } from './member-dialogs'
import { changeMember } from './pending-members'
import { RequestsDialog } from './requests-dialog'
import { GroupSettingsDialog } from './settings-dialog'

type What<Name> = Extract<GroupDialogName, { readonly name: Name }>['what']

interface GroupDialogProps {
  readonly open: boolean
  readonly chatId: ChatId
  readonly what: What<'group'>
}

export const GroupDialog = ({ open, chatId, what }: GroupDialogProps) => {
  const t = useT()
  const client = useClient()
  const name = useChatName(chatId)
  const chat = useSelector((state) => state.chats.get(chatId)?.chat)
  switch (what) {
    case 'settings':
      return <GroupSettingsDialog open={open} chatId={chatId} />
    case 'channel':
      return <ChannelSettingsDialog open={open} chatId={chatId} />
    case 'links':
      return <LinksDialog open={open} chatId={chatId} />
    case 'requests':
      return <RequestsDialog open={open} chatId={chatId} />
    case 'bans':
      return <BansDialog open={open} chatId={chatId} />
    case 'leave':
      return chat?.kind === 'channel' ? (
        <ConfirmDialog
          open={open}
          title={t('leaveChannelTitle', { name })}
          description={t('leaveChannelBody')}
          confirm={t('leaveChannel')}
          act={() => client.call('channels.leave', { chatId })}
        />
      ) : (
        <ConfirmDialog
          open={open}
          title={t('leaveGroupTitle', { name })}
          description={t(chat?.leavesSilently ? 'leaveSilentBody' : 'leaveGroupBody')}
          confirm={t('leaveGroup')}
          act={() => client.call('groups.leave', { chatId })}
        />
      )
    case 'dissolve':
      return (
        <ConfirmDialog
          open={open}
          title={t('dissolveTitle', { name })}
          description={t('dissolveBody')}
          confirm={t('dissolveGroup')}
          act={() => client.call('groups.dissolve', { chatId })}
        />
      )
  }
}

interface MemberDialogProps {
  readonly open: boolean
  readonly chatId: ChatId
  readonly userId: UserId
  readonly what: What<'member'>
}

/** A dialog about a member of a group. */
export const MemberDialog = ({ what, ...member }: MemberDialogProps) => {
  const t = useT()
  const client = useClient()
  const { open, chatId, userId } = member
  const name = useMemberName(chatId, userId)
  // The member disappears from the list at once, and reappears if the server refuses.
  const removeAtOnce = async (request: Promise<Member | undefined>) =>
    void orToast(t, changeMember({ chatId, userId, to: { leftSeq: 0 } }, request))
  switch (what) {
    case 'nickname':
      return <NicknameDialog {...member} />
    case 'mute':
      return <MuteDialog {...member} />
    case 'remove':
      return (
        <ConfirmDialog
          open={open}
          title={t('removeMemberTitle', { name })}
          description={t('removeMemberBody', { name })}
          confirm={t('removeMember')}
          act={() => removeAtOnce(client.call('groups.remove', { chatId, userId }))}
        />
      )
    case 'ban':
      return (
        <ConfirmDialog
          open={open}
          title={t('banTitle', { name })}
          description={t('banBody', { name })}
          confirm={t('banMember')}
          act={() => removeAtOnce(client.call('groups.ban', { chatId, userId }).then(({ member }) => member))}
        />
      )
    case 'transfer':
      return (
        <ConfirmDialog
          open={open}
          title={t('transferTitle', { name })}
          description={t('transferBody', { name })}
          confirm={t('makeOwner')}
          act={() => client.call('groups.transfer', { chatId, userId })}
        />
      )
  }
}
