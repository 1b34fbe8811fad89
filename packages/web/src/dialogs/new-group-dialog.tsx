import type { User } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { type FormEvent, useId, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { useClient } from '../client'
import { useT } from '../i18n'
import { PeoplePicker } from '../people/people-picker'
import { orToast } from '../problem'
import { paths } from '../shell/places'
import { Button, Dialog, TextField } from '../ui'
import { closeDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

const useNewGroup = () => {
  const t = useT()
  const client = useClient()
  const [name, setName] = useState('')
  const [people, setPeople] = useState<readonly User[]>([])
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const create = async () => {
    if (name.trim() === '') return setProblem(t('groupNameMissing'))
    setBusy(true)
    const userIds = people.map(({ id }) => id)
    const chatId = await orToast(t, client.createGroup(name.trim(), userIds))
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

/** A name and people make a group. */
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
