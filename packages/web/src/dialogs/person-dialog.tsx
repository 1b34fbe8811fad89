import type { UserId } from '@parley/protocol'
import { Profile } from '../friends/profile'
import { useT } from '../i18n'
import { Dialog } from '../ui'
import { closeDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

/** The profile of somebody met in a group, a channel or a search. */
export const PersonDialog = ({ open, userId }: ShellDialogProps & { readonly userId: UserId }) => {
  const t = useT()
  return (
    <Dialog open={open} onClose={closeDialog} title={t('profile')}>
      <Profile userId={userId} />
    </Dialog>
  )
}
