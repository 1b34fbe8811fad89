import { type ReactNode, useState } from 'react'
import { useT } from '../i18n'
import { orToast } from '../problem'
import { Button, Dialog, toast } from '../ui'
import { closeDialog } from './dialog-store'
import { runConfirmed } from './run-confirmed'

interface ConfirmDialogProps {
  readonly open: boolean
  readonly title: string
  readonly description: string
  /** On the button that does it. */
  readonly confirm: string
  /** Said once it is done, where it does not show. */
  readonly done?: string
  readonly act: () => Promise<unknown>
  readonly children?: ReactNode
}

/** Asks once before something that cannot be undone; what is refused is said, and the dialog stays. */
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
