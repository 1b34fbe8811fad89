import type { ChatId } from '@parley/protocol'
import { ConfirmDialog } from '../../dialogs/confirm-dialog'
import type { ShellDialogProps } from '../../dialogs/shell-dialog-props'
import { useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { useChatName } from '../../people/chat-name'

/** Requests confirmation, since clearing can't be undone. */
export const ClearChatDialog = ({ open, chatId }: ShellDialogProps & { readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const name = useChatName(chatId)
  return (
    <ConfirmDialog
      open={open}
      title={t('clearTitle', { name })}
      description={t('clearBody')}
      confirm={t('clearConfirm')}
      done={t('chatCleared')}
      act={() => client.clearChat(chatId)}
    />
  )
}
