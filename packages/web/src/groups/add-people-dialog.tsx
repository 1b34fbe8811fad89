import type { ChatId, User } from '@parley/protocol'
import { useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { PeoplePicker } from '../people/people-picker'
import { Button, Dialog } from '../ui'
import { orToast } from '../ui/problem'
import { isPresent } from './group-role'

export const AddPeopleDialog = ({ open, chatId }: ShellDialogProps & { readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const members = useSelector((state) => state.chats.get(chatId)?.members)
  const [people, setPeople] = useState<readonly User[]>([])
  const [busy, setBusy] = useState(false)
  const add = async () => {
    setBusy(true)
    const userIds = people.map(({ id }) => id)
    const added = await orToast(t, client.call('groups.invite', { chatId, userIds }))
    setBusy(false)
    if (added) closeDialog()
  }
  const isIn = (userId: User['id']) => isPresent(members?.get(userId))
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('addPeople')}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button busy={busy} disabled={people.length === 0} onClick={() => void add()}>
            {people.length === 0 ? t('addPeople') : t('addToGroup', { count: people.length })}
          </Button>
        </>
      }
    >
      <PeoplePicker picked={people} onChange={setPeople} without={isIn} />
    </Dialog>
  )
}
