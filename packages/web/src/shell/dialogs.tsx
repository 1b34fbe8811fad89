import { Suspense } from 'react'
import { closeDialog, useOpenDialog } from '../dialogs/dialog-store'
import { lazyPane } from '../ui/lazy-part'
import { OverlayPlaceholder } from '../ui/loading-placeholder'

const ShellDialog = lazyPane(async () => (await import('./shell-dialog')).ShellDialog)

/** The dialogs of the shell. Their code loads with the first one. */
export const Dialogs = () => {
  const { dialog, open, opening } = useOpenDialog()
  if (!dialog) return null
  return (
    <Suspense fallback={open && <OverlayPlaceholder onClose={closeDialog} />}>
      <ShellDialog key={opening} dialog={dialog} open={open} />
    </Suspense>
  )
}
