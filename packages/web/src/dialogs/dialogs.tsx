import { Suspense } from 'react'
import { late } from '../ui/late'
import { useOpenDialog } from './dialog-store'

const ShellDialog = late(async () => (await import('./shell-dialog')).ShellDialog)

/** The dialogs of the shell; their code comes with the first one. */
export const Dialogs = () => {
  const { dialog, open, opening } = useOpenDialog()
  if (!dialog) return null
  return (
    <Suspense fallback={null}>
      <ShellDialog key={opening} dialog={dialog} open={open} />
    </Suspense>
  )
}
