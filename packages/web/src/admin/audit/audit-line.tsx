import type { AuditAction } from '@parley/protocol'
import { ListFilter } from 'lucide-react'
import { useFormat, useT } from '../../i18n'
import { IconButton, Menu, type MenuItem } from '../../ui'
import type { AuditFilter, AuditLine as Line } from './audit-rows'
import { changedSettings } from './audit-values'

/** The changed settings of an act, before and after. */
const Changes = ({ line }: { readonly line: Line }) => {
  const t = useT()
  const format = useFormat()
  const changed = changedSettings(line.entry, { t, format })
  if (changed.length === 0) return null
  return (
    <ul className="m-0 mt-4 list-none p-0 text-small text-text-2">
      {changed.map(({ label, before, after }) => (
        <li key={label} className="break-words">
          {t('auditChange', { setting: label, before, after })}
        </li>
      ))}
    </ul>
  )
}

/** The items of a menu that narrow the log down to what an entry names. */
const useNarrowing = (line: Line, onFilter: (more: AuditFilter) => void): MenuItem[] => {
  const t = useT()
  const { by, on, entry } = line
  return [
    ...(by ? [{ label: t('auditOnlyBy', { name: by.name }), onSelect: () => onFilter({ by }) }] : []),
    ...(on ? [{ label: t('auditOnlyOn', { name: on.name }), onSelect: () => onFilter({ on }) }] : []),
    { label: t('auditOnlyKind'), onSelect: () => onFilter({ action: entry.action }) },
  ]
}

/** The names for acts without an administrator. Others come from the command line. */
const actors: { readonly [A in AuditAction]?: 'auditServer' | 'auditProvider' } = {
  flood_muted: 'auditServer',
  admin_by_group: 'auditProvider',
}

interface AuditLineProps {
  readonly line: Line
  readonly onFilter: (more: AuditFilter) => void
}

/** One act: its kind, whom it concerns, who did it when and from where, and what it changed. */
export const AuditLine = ({ line, onFilter }: AuditLineProps) => {
  const t = useT()
  const format = useFormat()
  const { by, on, channel, entry } = line
  const items = useNarrowing(line, onFilter)
  const label = t('auditNarrow', { act: t(`audit_${entry.action}`) })
  const channelName = channel === 'world' ? t('world') : channel?.name
  return (
    <li className="flex items-start gap-8 py-8 hairline-b" data-audit-entry={entry.action}>
      <div className="min-w-0 flex-1">
        <p className="text-ui text-text">
          {t(`audit_${entry.action}`)}
          {on && (
            <>
              {' · '}
              <bdi className="font-500">{on.name}</bdi>
            </>
          )}
          {channelName && (
            <>
              {' · '}
              <bdi className="font-500">{channelName}</bdi>
            </>
          )}
        </p>
        <p className="text-meta break-words text-text-2">
          <bdi>{by ? by.name : t(actors[entry.action] ?? 'auditCommandLine')}</bdi>
          {' · '}
          <time dateTime={new Date(entry.at).toISOString()} title={format.full(entry.at)}>
            {format.dateTime(entry.at)}
          </time>
          {entry.address !== undefined && (
            <>
              {' · '}
              <bdi>{entry.address}</bdi>
            </>
          )}
        </p>
        <Changes line={line} />
      </div>
      <Menu label={label} items={items} align="end">
        {(trigger) => <IconButton {...trigger} icon={ListFilter} label={label} />}
      </Menu>
    </li>
  )
}
