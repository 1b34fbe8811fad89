import type { UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { visibleText } from '@parley/protocol/visible'
import { useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import { FormDialog } from '../dialogs/form-dialog'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { useUser } from '../people/use-user'
import { TextField, toast } from '../ui'
import { useSending } from '../ui/use-sending'

/** Sets the viewer's remark for a friend. An empty one removes it. */
export const RemarkDialog = ({ open, userId }: ShellDialogProps & { readonly userId: UserId }) => {
  const t = useT()
  const client = useClient()
  const { user } = useUser(userId)
  const held = useSelector((state) => state.friends.get(userId)?.remark) ?? ''
  const [typed, setTyped] = useState<string>()
  const remark = typed ?? held
  const { problem, setProblem, busy, submit } = useSending(async () => {
    const said = visibleText(remark)
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
