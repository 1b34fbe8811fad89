import type { UserId } from '@parley/protocol'
import { useClient } from '../client'
import { useT } from '../i18n'
import { useAnyName } from '../people/use-user'
import { ConfirmDialog } from './confirm-dialog'
import type { ShellDialogProps } from './shell-dialog-props'

/** Asks once, and says what happens. */
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
