import { type ComposerAct, composerKeys } from '../chat/composer/composer-keys'
import { feedKeys } from '../chat/viewport/feed-keys'
import { closeDialog } from '../dialogs/dialog-store'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { type Key, useT } from '../i18n'
import { KeyCaps } from '../navigation/key-caps'
import { type EnterChoice, useAppearance } from '../theme/appearance'
import { Button, Dialog } from '../ui'
import { shortcuts } from './shortcuts'

interface Row {
  readonly keys: string
  readonly shownAs?: string | false
  readonly label: Key & `shortcut${string}`
}

/** Here rather than in the composer, which loads before these texts. */
const composerLabels: Readonly<Record<ComposerAct, Row['label']>> = {
  send: 'shortcutSend',
  'new-line': 'shortcutNewLine',
  'edit-last': 'shortcutEditLast',
  'stop-editing': 'shortcutCancel',
  'format-bold': 'shortcutBold',
  'format-italic': 'shortcutItalic',
  'format-code': 'shortcutCode',
  'format-strike': 'shortcutStrike',
  'format-numbers': 'shortcutNumbers',
  'format-bullets': 'shortcutBullets',
  'format-quote': 'shortcutQuote',
  'attach-files': 'shortcutAttach',
  'choose-emoji': 'shortcutEmoji',
  'suggest-emojis': 'shortcutSuggestEmoji',
  'suggest-people': 'shortcutMention',
}

const composerRows = (enter: EnterChoice) =>
  composerKeys(enter).map(({ keys, does }) => ({ keys, label: composerLabels[does] }))

const sectionsFor = (enter: EnterChoice) =>
  [
    { title: 'shortcutsEverywhere', rows: shortcuts.filter(({ shownAs }) => shownAs !== false) },
    { title: 'shortcutsMessages', rows: feedKeys },
    { title: 'shortcutsComposer', rows: composerRows(enter) },
  ] as const

const Rows = ({ rows }: { readonly rows: readonly Row[] }) => {
  const t = useT()
  // Two shortcuts with the same effect share a line.
  const labels = [...new Set(rows.map(({ label }) => label))]
  return (
    <dl className="m-0">
      {labels.map((label) => (
        <div key={label} className="flex min-h-36 items-center justify-between gap-16 hairline-b last:shadow-none">
          <dt className="text-ui font-400 text-text">{t(label)}</dt>
          <dd className="m-0 flex flex-wrap justify-end gap-12">
            {rows.map((row) => row.label === label && <KeyCaps key={row.keys} keys={row.shownAs || row.keys} />)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** All shortcuts, read from the tables that bind them. */
export const ShortcutsDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  const { enter } = useAppearance()
  return (
    <Dialog open={open} onClose={closeDialog} title={t('keyboardShortcuts')} width={560}>
      {sectionsFor(enter).map(({ title, rows }) => (
        <section key={title} className="not-first:mt-16">
          <h3 className="mb-4 text-meta font-500 text-text-3">{t(title)}</h3>
          <Rows rows={rows} />
        </section>
      ))}
      {/* Inside the scrolling list: with the focus on this button, keys scroll a list longer than the window. */}
      <Button kind="secondary" className="mt-16 w-full" onClick={closeDialog}>
        {t('close')}
      </Button>
    </Dialog>
  )
}
