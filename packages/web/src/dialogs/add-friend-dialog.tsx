import type { UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { type FormEvent, useId, useState } from 'react'
import { useClient } from '../client'
import { useT } from '../i18n'
import { useAnyName } from '../people/use-user'
import { problemText } from '../problem'
import { Button, Dialog, TextField, toast } from '../ui'
import { closeDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

/** Asks a person to be friends, with a few words. What was typed stays when sending fails. */
export const AddFriendDialog = ({ open, userId }: ShellDialogProps & { readonly userId: UserId }) => {
  const t = useT()
  const client = useClient()
  const formId = useId()
  const name = useAnyName(userId)
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const ask = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const words = note.trim() === '' ? {} : { note: note.trim() }
      const row = await client.call('friends.request', { userId, ...words })
      toast(t(row.state === 'friends' ? 'nowFriendsToast' : 'requestSentToast', { name }))
      closeDialog()
    } catch (thrown) {
      setProblem(problemText(t, thrown))
    }
    setBusy(false)
  }
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('addFriendTitle', { name })}
      description={t('addFriendBody')}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={formId} busy={busy}>
            {t('sendRequest')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void ask(event)}>
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
      </form>
    </Dialog>
  )
}
