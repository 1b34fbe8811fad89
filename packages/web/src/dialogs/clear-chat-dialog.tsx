import type { ChatId } from '@parley/protocol'
import { useState } from 'react'
import { useClient } from '../client'
import { useT } from '../i18n'
import { useChatName } from '../people/chat-name'
import { orToast } from '../problem'
import { Button, Dialog, toast } from '../ui'
import { closeDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

/** Asks once: what is cleared never comes back. */
export const ClearChatDialog = ({ open, chatId }: ShellDialogProps & { readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const name = useChatName(chatId)
  const [busy, setBusy] = useState(false)
  const clear = async () => {
    setBusy(true)
    const run = client.clearChat(chatId).then(() => true)
    const done = await orToast(t, run)
    setBusy(false)
    if (!done) return
    toast(t('chatCleared'))
    closeDialog()
  }
  return (
    <Dialog
      alert
      open={open}
      onClose={closeDialog}
      title={t('clearTitle', { name })}
      description={t('clearBody')}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button kind="danger" busy={busy} onClick={() => void clear()}>
            {t('clearConfirm')}
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}
