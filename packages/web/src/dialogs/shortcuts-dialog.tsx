import { useT } from '../i18n'
import { KeyCaps } from '../shell/key-caps'
import { shortcuts } from '../shell/shortcuts'
import { Dialog } from '../ui'
import { closeDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

/** Every shortcut, from the table that binds them. */
export const ShortcutsDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  return (
    <Dialog open={open} onClose={closeDialog} title={t('keyboardShortcuts')} width={560}>
      <dl className="m-0">
        {shortcuts.map(({ keys, label }) => (
          <div key={keys} className="flex min-h-36 items-center justify-between gap-16 hairline-b">
            <dt className="text-ui font-400 text-text">{t(label)}</dt>
            <dd className="m-0">
              <KeyCaps keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
