import { useT } from '../i18n'
import { KeyCaps } from '../navigation/key-caps'
import { shortcuts } from './shortcuts'

const shown = ['Mod+K', 'Alt+ArrowDown', 'Alt+Shift+ArrowDown', 'Alt+N', 'Ctrl+Alt+N', 'F6', '?']

/** Six useful shortcuts. Hidden on devices without a keyboard. */
export const ShortcutHints = () => {
  const t = useT()
  return (
    <dl className="mt-32 grid w-full grid-cols-[1fr_auto] items-center gap-x-24 gap-y-8 text-start text-small text-text-2 pointer-coarse:hidden">
      {shortcuts
        .filter(({ keys }) => shown.includes(keys))
        .map(({ keys, label }) => (
          <div key={keys} className="contents">
            <dt>{t(label)}</dt>
            <dd className="justify-self-end">
              <KeyCaps keys={keys} />
            </dd>
          </div>
        ))}
    </dl>
  )
}
