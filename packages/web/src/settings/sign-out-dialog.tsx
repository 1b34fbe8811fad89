import { useState } from 'react'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { signOut } from '../lib/session'
import { Button, Dialog } from '../ui'

interface SignOutDialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** Requests confirmation before this device deletes its data, and warns if unsent messages would be lost. */
export const SignOutDialog = ({ open, onClose }: SignOutDialogProps) => {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const queued = useSelector((state) => [...state.chats.values()].reduce((sum, { queued }) => sum + queued, 0))
  const leave = async () => {
    setBusy(true)
    await signOut()
  }
  return (
    <Dialog
      alert
      open={open}
      onClose={onClose}
      title={t('signOutTitle')}
      description={t('signOutBody')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" busy={busy} onClick={() => void leave()}>
            {t('signOut')}
          </Button>
        </>
      }
    >
      {queued > 0 && (
        <p className="rounded-8 bg-warning-bg px-12 py-8 text-small text-warning-on-bg">
          {t('signOutQueued', { count: queued })}
        </p>
      )}
    </Dialog>
  )
}
