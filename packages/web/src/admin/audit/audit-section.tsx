import { Download, RefreshCw } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { saveText } from '../../lib/save-text'
import { usePaged } from '../../people/paged'
import { SettingsSection } from '../../settings/settings-section'
import { Button, Skeleton } from '../../ui'
import { orToast } from '../../ui/problem'
import { ShowMore } from '../../ui/show-more'
import { AuditFilters } from './audit-filters'
import { AuditLine } from './audit-line'
import { type AuditFilter, exportLines, type AuditLine as Line, loadLines } from './audit-rows'

interface ShownLinesProps {
  readonly filter: AuditFilter
  readonly onFilter: (more: AuditFilter) => void
}

/** The entries of a filter, in pages. */
const ShownLines = ({ filter, onFilter }: ShownLinesProps) => {
  const t = useT()
  const client = useClient()
  const load = useCallback((after: Line | undefined) => loadLines(client, filter, after), [client, filter])
  const { rows, more, loading, loadMore } = usePaged(load)
  if (!rows) return loading ? <Skeleton className="h-96 w-full" /> : null
  if (rows.length === 0) return <p className="py-16 text-small text-text-2">{t('auditEmpty')}</p>
  return (
    <>
      <ul className="m-0 list-none p-0" aria-label={t('auditLog')}>
        {rows.map((line) => (
          <AuditLine key={line.entry.id} line={line} onFilter={onFilter} />
        ))}
      </ul>
      {more && <ShowMore loading={loading} onClick={loadMore} />}
    </>
  )
}

/** The log of what administrators did, with filters and an export. */
export const AuditSection = () => {
  const t = useT()
  const client = useClient()
  const [filter, setFilter] = useState<AuditFilter>({})
  const [saving, setSaving] = useState(false)
  const save = async () => {
    setSaving(true)
    const text = await orToast(t, exportLines(client, filter))
    setSaving(false)
    if (text !== undefined) saveText('parley-audit.jsonl', text, 'application/jsonl')
  }
  return (
    <SettingsSection title={t('auditLog')} body={t('auditBody')}>
      <AuditFilters filter={filter} onChange={setFilter} />
      <div className="mt-12 flex flex-wrap gap-8">
        {/* Another object with the same filters loads the log again. */}
        <Button kind="ghost" size="small" onClick={() => setFilter({ ...filter })}>
          <RefreshCw size={16} strokeWidth={1.75} aria-hidden />
          {t('refreshList')}
        </Button>
        <Button kind="ghost" size="small" busy={saving} onClick={() => void save()}>
          <Download size={16} strokeWidth={1.75} aria-hidden />
          {t('auditExport')}
        </Button>
      </div>
      <div className="mt-8">
        <ShownLines filter={filter} onFilter={(more) => setFilter({ ...filter, ...more })} />
      </div>
    </SettingsSection>
  )
}
