import type { UserId } from '@parley/protocol'
import { useState } from 'react'
import { useClient } from '../client'
import { useT } from '../i18n'
import { useAnyName } from '../people/use-user'
import { orToast } from '../problem'
import { Button, Dialog, toast } from '../ui'
import { closeDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

/** Asks once, and says what happens. */
export const BlockDialog = ({ open, userId }: ShellDialogProps & { readonly userId: UserId }) => {
  const t = useT()
  const client = useClient()
  const name = useAnyName(userId)
  const [busy, setBusy] = useState(false)
  const block = async () => {
    setBusy(true)
    const row = await orToast(t, client.call('friends.block', { userId }))
    setBusy(false)
    if (!row) return
    toast(t('personBlocked', { name }))
    closeDialog()
  }
  return (
    <Dialog
      alert
      open={open}
      onClose={closeDialog}
      title={t('blockTitle', { name })}
      description={t('blockBody')}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button kind="danger" busy={busy} onClick={() => void block()}>
            {t('blockPerson')}
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}
