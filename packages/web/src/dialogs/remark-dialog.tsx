import type { UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { useState } from 'react'
import { useClient, useSelector } from '../client'
import { useT } from '../i18n'
import { useUser } from '../people/use-user'
import { TextField, toast } from '../ui'
import { useSending } from '../use-sending'
import { closeDialog } from './dialog-store'
import { FormDialog } from './form-dialog'
import type { ShellDialogProps } from './shell-dialog-props'

/** My own name for a friend; an empty one takes it away. */
export const RemarkDialog = ({ open, userId }: ShellDialogProps & { readonly userId: UserId }) => {
  const t = useT()
  const client = useClient()
  const { user } = useUser(userId)
  const held = useSelector((state) => state.friends.get(userId)?.remark) ?? ''
  const [typed, setTyped] = useState<string>()
  const remark = typed ?? held
  const { problem, setProblem, busy, submit } = useSending(async () => {
    const said = remark.trim()
    await client.call('friends.remark', { userId, remark: said === '' ? null : said })
    toast(t(said === '' ? 'remarkCleared' : 'remarkSaved'))
    closeDialog()
  })
  const name = user?.name ?? t('deletedAccount')
  return (
    <FormDialog
      open={open}
      title={t('remarkTitle', { name })}
      description={t('remarkBody')}
      busy={busy}
      onSubmit={submit}
    >
      <TextField
        label={t('remark')}
        placeholder={name}
        maxLength={limits.remarkMaxChars}
        autoComplete="off"
        value={remark}
        error={problem}
        onChange={(event) => {
          setTyped(event.target.value)
          setProblem(undefined)
        }}
      />
    </FormDialog>
  )
}
