import type { UserId } from '@parley/protocol'
import { useState } from 'react'
import { ConfirmDialog } from '../dialogs/confirm-dialog'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { useAnyName } from '../people/use-user'

/** Requests confirmation, explains the consequences, and offers to clear the chat as well. */
export const RemoveFriendDialog = ({ open, userId }: ShellDialogProps & { readonly userId: UserId }) => {
  const t = useT()
  const client = useClient()
  const name = useAnyName(userId)
  const [clear, setClear] = useState(false)
  return (
    <ConfirmDialog
      open={open}
      title={t('removeFriendTitle', { name })}
      description={t('removeFriendBody')}
      confirm={t('removeFriend')}
      done={t('friendRemoved', { name })}
      act={() => client.call('friends.remove', { userId, clear })}
    >
      <label className="flex cursor-pointer items-start gap-12 pointer-coarse:min-h-44">
        <input
          type="checkbox"
          checked={clear}
          onChange={(event) => setClear(event.target.checked)}
          className="m-0 size-20 shrink-0 accent-accent-solid"
        />
        <span>
          <span className="block text-ui text-text">{t('alsoClearChat')}</span>
          <span className="block text-small text-text-2">{t('alsoClearChatHint', { name })}</span>
        </span>
      </label>
    </ConfirmDialog>
  )
}
