import { actKeys } from '../chat/actions/message-acts'
import { useT } from '../i18n'
import { KeyCaps } from '../shell/key-caps'
import { onMac } from '../shell/on-mac'
import { shortcuts } from '../shell/shortcuts'
import { Dialog } from '../ui'
import { closeDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

/** What works on a focused message, from the table that binds it, and in the composer. */
const ofMessages = [
  { keys: actKeys.reply, label: 'shortcutReply' },
  { keys: actKeys.edit, label: 'shortcutEdit' },
  { keys: actKeys.copy, label: 'shortcutCopy' },
  { keys: actKeys.react, label: 'shortcutReact' },
  { keys: actKeys.pin, label: 'shortcutPin' },
  { keys: actKeys.select, label: 'shortcutSelect' },
  { keys: actKeys.retract, label: 'shortcutRetract' },
  { keys: 'Shift+F10', label: 'shortcutMessageMenu' },
  { keys: 'ArrowUp', label: 'shortcutEditLast' },
  { keys: onMac ? 'Ctrl+Alt+.' : 'Alt+.', label: 'shortcutEmoji' },
] as const

const all = [...shortcuts, ...ofMessages]

/** Two ways to the same place share a line. */
const labels = [...new Set(all.map(({ label }) => label))]

/** Every shortcut, from the table that binds them. */
export const ShortcutsDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  return (
    <Dialog open={open} onClose={closeDialog} title={t('keyboardShortcuts')} width={560}>
      <dl className="m-0">
        {labels.map((label) => (
          <div key={label} className="flex min-h-36 items-center justify-between gap-16 hairline-b last:shadow-none">
            <dt className="text-ui font-400 text-text">{t(label)}</dt>
            <dd className="m-0 flex gap-12">
              {all.map((shortcut) => shortcut.label === label && <KeyCaps key={shortcut.keys} keys={shortcut.keys} />)}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
