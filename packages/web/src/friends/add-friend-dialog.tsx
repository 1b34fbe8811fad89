import type { UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { isVisible, visibleText } from '@parley/protocol/visible'
import { useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import { FormDialog } from '../dialogs/form-dialog'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { useAnyName } from '../people/use-user'
import { TextField, toast } from '../ui'
import { useSending } from '../ui/use-sending'

/** Sends a friend request with a note. If that fails, the note stays. */
export const AddFriendDialog = ({ open, userId }: ShellDialogProps & { readonly userId: UserId }) => {
  const t = useT()
  const client = useClient()
  const name = useAnyName(userId)
  const [note, setNote] = useState('')
  const { problem, setProblem, busy, submit } = useSending(async () => {
    const words = !isVisible(note) ? {} : { note: visibleText(note) }
    const row = await client.call('friends.request', { userId, ...words })
    toast(t(row.state === 'friends' ? 'nowFriendsToast' : 'requestSentToast', { name }))
    closeDialog()
  })
  return (
    <FormDialog
      open={open}
      title={t('addFriendTitle', { name })}
      description={t('addFriendBody')}
      label={t('sendRequest')}
      busy={busy}
      onSubmit={submit}
    >
      <TextField
        label={t('requestNote')}
        placeholder={t('requestNoteExample')}
        maxLength={limits.friendNoteMaxChars}
        autoComplete="off"
        value={note}
        error={problem}
        onChange={(event) => {
          setNote(event.target.value)
          setProblem(undefined)
        }}
      />
    </FormDialog>
  )
}
