import type { ChatId, ContentKind } from '@parley/protocol'
import { ArrowLeft, FileText, Images, Link2, type LucideIcon, Mic } from 'lucide-react'
import { type KeyboardEvent, useId, useMemo } from 'react'
import { navigate } from '../../history/navigate'
import { type Key, useT } from '../../i18n'
import { contentKinds, goBack, paths } from '../../navigation/places'
import { cx, EmptyState, IconButton } from '../../ui'
import { giveFocus } from '../../ui/give-focus'
import { ContentRow, rowPx } from './content-rows'
import { ContentsList } from './contents-list'
import { contentEntries, type Entry } from './entries'
import { cellPx, cellsPerLine, MediaCells } from './media-cells'
import { monthLines } from './month-lines'
import { useContents } from './use-contents'

interface TabLook {
  readonly tab: Key
  readonly icon: LucideIcon
  readonly emptyTitle: Key
  readonly emptyBody: Key
}
const words = {
  media: { tab: 'contentsMedia', icon: Images, emptyTitle: 'noMediaTitle', emptyBody: 'noMediaBody' },
  files: { tab: 'contentsFiles', icon: FileText, emptyTitle: 'noFilesTitle', emptyBody: 'noFilesBody' },
  voice: { tab: 'contentsVoice', icon: Mic, emptyTitle: 'noVoiceTitle', emptyBody: 'noVoiceBody' },
  links: { tab: 'contentsLinks', icon: Link2, emptyTitle: 'noLinksTitle', emptyBody: 'noLinksBody' },
} as const satisfies Record<ContentKind, TabLook>

const steps: Readonly<Record<string, (at: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: () => contentKinds.length - 1,
}

interface TabsProps {
  readonly id: string
  readonly chosen: ContentKind
  readonly onChoose: (kind: ContentKind) => void
}

const Tabs = ({ id, chosen, onChoose }: TabsProps) => {
  const t = useT()
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key]
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return
    const next = contentKinds.at(step(contentKinds.indexOf(chosen)) % contentKinds.length)
    if (!next) return
    event.preventDefault()
    onChoose(next)
    giveFocus(event.currentTarget.querySelector<HTMLElement>(`[data-kind=${next}]`))
  }
  return (
    <div
      role="tablist"
      aria-label={t('contentsKinds')}
      className="flex shrink-0 px-12 hairline-b"
      onKeyDown={onKeyDown}
    >
      {contentKinds.map((kind) => (
        <button
          key={kind}
          type="button"
          role="tab"
          id={`${id}-${kind}`}
          data-kind={kind}
          aria-selected={kind === chosen}
          aria-controls={`${id}-panel`}
          tabIndex={kind === chosen ? 0 : -1}
          className={cx(
            'relative min-h-44 flex-1 px-4 text-ui transition-colors duration-120 focus-visible:-outline-offset-2',
            kind === chosen
              ? 'text-accent after:absolute after:inset-x-12 after:bottom-0 after:h-2 after:rounded-full after:bg-accent-solid'
              : 'text-text-2 hover:text-text',
          )}
          onClick={() => onChoose(kind)}
        >
          {t(words[kind].tab)}
        </button>
      ))}
    </div>
  )
}

const Contents = ({ chatId, kind }: { readonly chatId: ChatId; readonly kind: ContentKind }) => {
  const t = useT()
  const { state, loadMore } = useContents(chatId, kind)
  const { rows, more, loading, error } = state
  const lines = useMemo(() => monthLines(contentEntries(kind, rows), kind === 'media' ? cellsPerLine : 1), [kind, rows])
  const { tab, icon, emptyTitle, emptyBody } = words[kind]
  if (lines.length === 0 && !more && error === undefined)
    return <EmptyState icon={icon} title={t(emptyTitle)} body={t(emptyBody)} />
  const line = (entries: readonly Entry[]) =>
    kind === 'media' ? (
      <MediaCells entries={entries} />
    ) : (
      entries.map(({ key, ...entry }) => <ContentRow key={key} {...entry} />)
    )
  return (
    <ContentsList
      label={t(tab)}
      lines={lines}
      linePx={kind === 'media' ? cellPx : rowPx}
      line={line}
      more={more}
      loading={loading}
      failed={error !== undefined}
      onMore={loadMore}
    />
  )
}

/** The media, files, voice messages and links of a chat, by kind. */
export const ContentsPane = ({ chatId, kind }: { readonly chatId: ChatId; readonly kind: ContentKind }) => {
  const t = useT()
  const id = useId()
  const choose = (next: ContentKind) => navigate(paths.contents(chatId, next), { replace: true, state: history.state })
  return (
    <div className="flex h-full flex-col" data-testid="contents">
      <header className="flex h-56 shrink-0 items-center gap-8 ps-8 pe-20">
        <IconButton icon={ArrowLeft} label={t('back')} onClick={() => goBack(paths.details(chatId))} />
        <h2 className="min-w-0 flex-1 truncate text-title text-text">{t('contents')}</h2>
      </header>
      <Tabs id={id} chosen={kind} onChoose={choose} />
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${kind}`}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Contents key={kind} chatId={chatId} kind={kind} />
      </div>
    </div>
  )
}
