import type { User } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { isVisible, visibleText } from '@parley/protocol/visible'
import { type FormEvent, useId, useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { paths } from '../navigation/places'
import { PeoplePicker } from '../people/people-picker'
import { Button, Dialog, TextField } from '../ui'
import { orToast } from '../ui/problem'

const useNewGroup = () => {
  const t = useT()
  const client = useClient()
  const [name, setName] = useState('')
  const [people, setPeople] = useState<readonly User[]>([])
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const create = async () => {
    if (!isVisible(name)) return setProblem(t('groupNameMissing'))
    setBusy(true)
    const userIds = people.map(({ id }) => id)
    const chatId = await orToast(t, client.createGroup(visibleText(name), userIds))
    setBusy(false)
    if (!chatId) return
    navigate(paths.chat(chatId))
    closeDialog()
  }
  const rename = (next: string) => {
    setName(next)
    setProblem(undefined)
  }
  return { name, rename, people, setPeople, problem, busy, create }
}

/** Creates a group from a name and people. */
export const NewGroupDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  const formId = useId()
  const { name, rename, people, setPeople, problem, busy, create } = useNewGroup()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void create()
  }
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('newGroup')}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={formId} busy={busy}>
            {t('createGroup')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={onSubmit} className="mb-16">
        <TextField
          label={t('groupName')}
          maxLength={limits.nameMaxChars}
          autoComplete="off"
          value={name}
          error={problem}
          onChange={(event) => rename(event.target.value)}
        />
      </form>
      <PeoplePicker picked={people} onChange={setPeople} without={() => false} />
      <p className="text-meta text-text-3">{t('groupPeopleHint')}</p>
    </Dialog>
  )
}
