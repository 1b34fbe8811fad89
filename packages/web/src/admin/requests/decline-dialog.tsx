import { useState } from 'react'
import { useT } from '../../i18n'
import { Button, Dialog } from '../../ui'

interface DeclineDialogProps {
  readonly open: boolean
  /** How many requests it declines. */
  readonly count: number
  readonly onClose: () => void
  readonly onDecline: () => Promise<void>
}

/** Requests confirmation, because declined requests are erased. */
export const DeclineDialog = ({ open, count, onClose, onDecline }: DeclineDialogProps) => {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const decline = async () => {
    setBusy(true)
    await onDecline()
    setBusy(false)
    onClose()
  }
  return (
    <Dialog
      alert
      open={open}
      onClose={onClose}
      title={t('requestsDeclineTitle', { count })}
      description={t('accountRequestErased')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" busy={busy} onClick={() => void decline()}>
            {t('declineRequest')}
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}
