import { useState } from 'react'
import { follow } from '../groups/join'
import { joinProblem } from '../groups/join-problem'
import { joinTarget } from '../groups/join-target'
import { useT } from '../i18n'
import { TextField } from '../ui'
import { useSending } from '../use-sending'
import { closeDialog } from './dialog-store'
import { FormDialog } from './form-dialog'
import type { ShellDialogProps } from './shell-dialog-props'

/** Comes into a group by a link or an id that somebody passed on. */
export const JoinDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  const [text, setText] = useState('')
  const target = joinTarget(text, location.origin)
  const { problem, setProblem, busy, submit } = useSending(async () => {
    if (!target) return setProblem(t('joinNothing'))
    await follow(t, target)
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
