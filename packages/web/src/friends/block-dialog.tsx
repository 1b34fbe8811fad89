import type { UserId } from '@parley/protocol'
import { ConfirmDialog } from '../dialogs/confirm-dialog'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { useAnyName } from '../people/use-user'

/** Requests confirmation, and explains the consequences. */
export const BlockDialog = ({ open, userId }: ShellDialogProps & { readonly userId: UserId }) => {
  const t = useT()
  const client = useClient()
  const name = useAnyName(userId)
  return (
    <ConfirmDialog
      open={open}
      title={t('blockTitle', { name })}
      description={t('blockBody')}
      confirm={t('blockPerson')}
      done={t('personBlocked', { name })}
      act={() => client.call('friends.block', { userId })}
    />
  )
}
