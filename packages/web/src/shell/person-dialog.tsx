import type { ChatId, UserId } from '@parley/protocol'
import { closeDialog } from '../dialogs/dialog-store'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { Profile } from '../friends/profile'
import { ChannelActs } from '../groups/channel-acts'
import { useT } from '../i18n'
import { Dialog } from '../ui'

interface PersonDialogProps extends ShellDialogProps {
  readonly userId: UserId
  /** The chat where the viewer met them. */
  readonly chatId: ChatId | undefined
}

/** The profile of a person from a group, a channel or a search. */
export const PersonDialog = ({ open, userId, chatId }: PersonDialogProps) => {
  const t = useT()
  return (
    <Dialog open={open} onClose={closeDialog} title={t('profile')}>
      <Profile userId={userId} />
      {chatId && <ChannelActs userId={userId} chatId={chatId} />}
    </Dialog>
  )
}
