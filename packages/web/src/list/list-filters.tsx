import { useRef } from 'react'
import { useStore } from 'zustand'
import { useFormat, useT } from '../i18n'
import { useSelector } from '../lib/client'
import { type ListFilter, listStore } from '../navigation/list-store'
import { cx } from '../ui'
import { filterCounts } from './filter-counts'
import { useFadedEdges } from './use-faded-edges'

export const ListFilters = () => {
  const t = useT()
  const format = useFormat()
  const line = useRef<HTMLFieldSetElement>(null)
  useFadedEdges(line)
  const filter = useStore(listStore, (state) => state.filter)
  const { unread, mentions, archived } = useSelector((state) => filterCounts(state.chats.values()))
  const chips: readonly (readonly [ListFilter, string, number])[] = [
    ['all', t('filterAll'), 0],
    ['unread', t('filterUnread'), unread],
    ['groups', t('filterGroups'), 0],
    ['mentions', t('filterMentions'), mentions],
    ...(archived > 0 || filter === 'archive' ? [['archive', t('filterArchive'), archived] as const] : []),
  ]
  return (
    <fieldset
      ref={line}
      data-testid="filters"
      className="m-0 flex min-w-0 shrink-0 gap-4 overflow-x-auto border-0 px-12 py-8 pointer-coarse:py-0 [scrollbar-width:none]"
    >
      <legend className="sr-only">{t('filters')}</legend>
      {chips.map(([name, label, count]) => (
        <button
          key={name}
          type="button"
          aria-pressed={filter === name}
          onClick={({ currentTarget }) => {
            listStore.setState({ filter: name })
            currentTarget.scrollIntoView({ block: 'nearest', inline: 'nearest' })
          }}
          className="group flex h-28 shrink-0 items-center rounded-full pointer-coarse:h-44 pointer-coarse:min-w-44 pointer-coarse:justify-center"
        >
          <span
            className={cx(
              'flex h-28 items-center gap-6 rounded-full px-12 text-small font-500 transition-colors duration-120 pointer-coarse:h-32',
              filter === name ? 'bg-selected text-accent' : 'text-text-2 group-hover:bg-hover',
            )}
          >
            {label}
            {count > 0 && <span className="tabular text-meta">{format.number(count)}</span>}
          </span>
        </button>
      ))}
    </fieldset>
  )
}
