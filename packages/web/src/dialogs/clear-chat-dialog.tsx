import type { ChatId } from '@parley/protocol'
import { useClient } from '../client'
import { useT } from '../i18n'
import { useChatName } from '../people/chat-name'
import { ConfirmDialog } from './confirm-dialog'
import type { ShellDialogProps } from './shell-dialog-props'

/** Asks once: what is cleared never comes back. */
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
