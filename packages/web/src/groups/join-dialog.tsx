import { useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import { FormDialog } from '../dialogs/form-dialog'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useLinkOrigin } from '../sharing/link-origin'
import { TextField } from '../ui'
import { useActionContext } from '../ui/action-context'
import { useSending } from '../ui/use-sending'
import { joinOrOpen } from './join-or-open'
import { joinProblem } from './join-problem'
import { joinTarget } from './join-target'

/** Joins a group by a link or an id. */
export const JoinDialog = ({ open }: ShellDialogProps) => {
  const context = useActionContext()
  const { t } = context
  const { origins } = useLinkOrigin()
  const [text, setText] = useState('')
  const target = joinTarget(text, [location.origin, ...origins])
  const { problem, setProblem, busy, submit } = useSending(async () => {
    if (!target) return setProblem(t('joinNothing'))
    await joinOrOpen(context, target)
    closeDialog()
  }, joinProblem)
  return (
    <FormDialog open={open} title={t('joinByLink')} label={t('joinContinue')} busy={busy} onSubmit={submit}>
      <TextField
        label={t('joinField')}
        hint={t('joinHint')}
        error={problem}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setProblem(undefined)
        }}
      />
    </FormDialog>
  )
}
