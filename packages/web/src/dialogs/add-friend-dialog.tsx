import type { UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { useState } from 'react'
import { useClient } from '../client'
import { useT } from '../i18n'
import { useAnyName } from '../people/use-user'
import { TextField, toast } from '../ui'
import { useSending } from '../use-sending'
import { closeDialog } from './dialog-store'
import { FormDialog } from './form-dialog'
import type { ShellDialogProps } from './shell-dialog-props'

/** Asks a person to be friends, with a few words. What was typed stays when sending fails. */
export const AddFriendDialog = ({ open, userId }: ShellDialogProps & { readonly userId: UserId }) => {
  const t = useT()
  const client = useClient()
  const name = useAnyName(userId)
  const [note, setNote] = useState('')
  const { problem, setProblem, busy, submit } = useSending(async () => {
    const words = note.trim() === '' ? {} : { note: note.trim() }
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
