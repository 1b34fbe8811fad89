import { useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { orToast } from '../problem'
import { Button, Dialog } from '../ui'

interface ConfirmDialogProps {
  readonly open: boolean
  readonly title: string
  readonly body: string
  /** What the button says that does it. */
  readonly label: string
  readonly run: () => Promise<unknown>
}

/** Asks once before something is done that cannot be taken back at a press. */
export const ConfirmDialog = ({ open, title, body, label, run }: ConfirmDialogProps) => {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    const done = await orToast(
      t,
      run().then(() => true),
    )
    setBusy(false)
    if (done) closeDialog()
  }
  return (
    <Dialog
      alert
      open={open}
      onClose={closeDialog}
      title={title}
      description={body}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button kind="danger" busy={busy} onClick={() => void confirm()}>
            {label}
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}
