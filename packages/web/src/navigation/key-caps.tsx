import { onMac } from './pressed'

const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧' }
const signs: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  ' ': 'Space',
  ContextMenu: 'Menu',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
}

/** A combination of keys such as `Alt+ArrowDown`, drawn as keys. */
export const KeyCaps = ({ keys }: { readonly keys: string }) => (
  <span className="flex shrink-0 gap-4">
    {(keys === '+' ? [keys] : keys.split('+')).map((key) => (
      <kbd
        key={key}
        className="min-w-20 rounded-4 bg-surface px-4 py-px text-center font-sans text-meta text-text-2 shadow-[inset_0_0_0_1px_var(--color-border)]"
      >
        {(onMac && macSigns[key]) || (signs[key] ?? key)}
      </kbd>
    ))}
  </span>
)
