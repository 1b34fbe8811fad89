import { type ReactNode, useState } from 'react'
import { useT } from '../i18n'
import { Button, Dialog, toast } from '../ui'
import { orToast } from '../ui/problem'
import { closeDialog } from './dialog-store'
import { runConfirmed } from './run-confirmed'

interface ConfirmDialogProps {
  readonly open: boolean
  readonly title: string
  readonly description: string
  /** The label of the button that confirms. */
  readonly confirm: string
  /** A message on success, for actions without a visible effect. */
  readonly done?: string
  readonly act: () => Promise<unknown>
  readonly children?: ReactNode
}

/** Requests confirmation for an action that can't be undone. If the action fails, it shows the error and stays open. */
export const ConfirmDialog = ({ open, title, description, confirm, done, act, children }: ConfirmDialogProps) => {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const run = () =>
    runConfirmed({
      act: () =>
        orToast(
          t,
          act().then(() => true),
        ),
      setBusy,
      succeeded: () => {
        if (done !== undefined) toast(done)
        closeDialog()
      },
    })
  return (
    <Dialog
      alert
      open={open}
      onClose={closeDialog}
      title={title}
      description={description}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button kind="danger" busy={busy} onClick={() => void run()}>
            {confirm}
          </Button>
        </>
      }
    >
      {children ?? null}
    </Dialog>
  )
}
