import type { UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { type FormEvent, useId, useState } from 'react'
import { useClient, useSelector } from '../client'
import { useT } from '../i18n'
import { useUser } from '../people/use-user'
import { problemText } from '../problem'
import { Button, Dialog, TextField, toast } from '../ui'
import { closeDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

const useRemarkForm = (userId: UserId) => {
  const t = useT()
  const client = useClient()
  const held = useSelector((state) => state.friends.get(userId)?.remark) ?? ''
  const [typed, setTyped] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const remark = typed ?? held
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await client.call('friends.remark', { userId, remark: remark.trim() === '' ? null : remark.trim() })
      toast(t(remark.trim() === '' ? 'remarkCleared' : 'remarkSaved'))
      closeDialog()
    } catch (thrown) {
      setProblem(problemText(t, thrown))
    }
    setBusy(false)
  }
  const write = (next: string) => {
    setTyped(next)
    setProblem(undefined)
  }
  return { remark, problem, busy, save, write }
}

/** My own name for a friend; an empty one takes it away. */
export const RemarkDialog = ({ open, userId }: ShellDialogProps & { readonly userId: UserId }) => {
  const t = useT()
  const formId = useId()
  const { user } = useUser(userId)
  const { remark, problem, busy, save, write } = useRemarkForm(userId)
  const name = user?.name ?? t('deletedAccount')
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('remarkTitle', { name })}
      description={t('remarkBody')}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={formId} busy={busy}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void save(event)}>
        <TextField
          label={t('remark')}
          placeholder={name}
          maxLength={limits.remarkMaxChars}
          autoComplete="off"
          value={remark}
          error={problem}
          onChange={(event) => write(event.target.value)}
        />
      </form>
    </Dialog>
  )
}
