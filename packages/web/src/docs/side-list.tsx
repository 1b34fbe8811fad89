import { type KeyboardEvent, useMemo, useRef } from 'react'
import { Link } from 'wouter'
import { useT } from '../i18n'
import { cx } from '../ui/class-names'
import { giveFocus } from '../ui/give-focus'
import { SearchField } from '../ui/search-field'
import { type Entry, groupOf, useDocument } from './contract-document'
import { search } from './search'

interface Group {
  readonly title: string
  readonly entries: readonly Entry[]
}

const grouped = (entries: readonly Entry[], titles: { events: string; types: string }): readonly Group[] => {
  const methods = entries.filter(({ kind }) => kind === 'method')
  const names = [...new Set(methods.map(({ name }) => groupOf(name)))]
  return [
    ...names.map((title) => ({ title, entries: methods.filter(({ name }) => groupOf(name) === title) })),
    { title: titles.events, entries: entries.filter(({ kind }) => kind === 'event') },
    { title: titles.types, entries: entries.filter(({ kind }) => kind === 'type') },
  ].filter((group) => group.entries.length > 0)
}

interface ItemProps {
  readonly path: string
  readonly open: string
  readonly mono?: boolean
  readonly children: string
}

const Item = ({ path, open, mono = true, children }: ItemProps) => (
  <li>
    <Link
      href={`/${path}`}
      data-entry
      aria-current={path === open ? 'page' : undefined}
      className={cx(
        'flex min-h-32 items-center rounded-8 px-12 py-4 text-small text-text no-underline [overflow-wrap:anywhere] pointer-coarse:min-h-44',
        mono && 'font-mono',
        path === open ? 'bg-selected font-600' : 'hover:bg-hover',
      )}
    >
      {children}
    </Link>
  </li>
)

/** Arrow keys move between the links of the list. */
const moveFocus = (event: KeyboardEvent<HTMLElement>) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || event.target instanceof HTMLInputElement) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-entry]')]
  const next = links.indexOf(document.activeElement as HTMLElement) + step
  event.preventDefault()
  if (next < 0) giveFocus(event.currentTarget.closest('[data-list]')?.querySelector<HTMLElement>('[data-list-search]'))
  else giveFocus(links[next])
}

const useGroups = (query: string) => {
  const t = useT()
  const { entries } = useDocument()
  return useMemo(() => {
    const found = search(entries, query)
    const titles = { events: t('docsEvents'), types: t('docsTypes') }
    // Search results are ordered by rank.
    return { count: found.length, groups: query === '' ? grouped(found, titles) : [{ title: '', entries: found }] }
  }, [entries, query, t])
}

interface SideListProps {
  /** The open page. */
  readonly open: string
  readonly query: string
  readonly onQuery: (query: string) => void
}

const GroupList = ({ group: { title, entries }, open }: { readonly group: Group; readonly open: string }) => (
  <section aria-label={title || undefined}>
    {title !== '' && <h2 className="px-12 pt-16 pb-4 text-meta font-600 text-text-2">{title}</h2>}
    <ul className="m-0 list-none p-0">
      {entries.map(({ name }) => (
        <Item key={name} path={name} open={open}>
          {name}
        </Item>
      ))}
    </ul>
  </section>
)

/** All entries, with a search above. */
export const SideList = ({ open, query, onQuery }: SideListProps) => {
  const t = useT()
  const list = useRef<HTMLElement>(null)
  const { groups, count } = useGroups(query)
  return (
    <div data-list className="flex h-full min-h-0 flex-col pt-12">
      <SearchField label={t('docsSearch')} value={query} onChange={onQuery} rows="[data-entry]" />
      <p role="status" className={cx('min-h-8 px-24 text-meta text-text-3', query !== '' && 'py-8')}>
        {query !== '' && (count === 0 ? t('docsNothing', { query }) : t('docsResults', { count }))}
      </p>
      <nav
        ref={list}
        aria-label={t('docsList')}
        onKeyDown={moveFocus}
        className="min-h-0 flex-1 overflow-y-auto scroll-py-64 overscroll-contain px-12 pt-2 pb-64"
      >
        {query === '' && (
          <ul className="m-0 list-none p-0">
            <Item path="start" open={open} mono={false}>
              {t('docsStart')}
            </Item>
            <Item path="errors" open={open} mono={false}>
              {t('docsErrors')}
            </Item>
            <Item path="limits" open={open} mono={false}>
              {t('docsLimits')}
            </Item>
          </ul>
        )}
        {groups.map((group) => (
          <GroupList key={group.title} group={group} open={open} />
        ))}
      </nav>
    </div>
  )
}
