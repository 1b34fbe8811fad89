import type { ChatId, UserId } from '@parley/protocol'
import { Profile } from '../friends/profile'
import { ChannelActs } from '../groups/channel-acts'
import { useT } from '../i18n'
import { Dialog } from '../ui'
import { closeDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

interface PersonDialogProps extends ShellDialogProps {
  readonly userId: UserId
  /** Where they were met. */
  readonly chatId: ChatId | undefined
}

/** The profile of somebody met in a group, a channel or a search. */
export const PersonDialog = ({ open, userId, chatId }: PersonDialogProps) => {
  const t = useT()
  return (
    <Dialog open={open} onClose={closeDialog} title={t('profile')}>
      <Profile userId={userId} />
      {chatId && <ChannelActs userId={userId} chatId={chatId} />}
    </Dialog>
  )
}
