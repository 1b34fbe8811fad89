import type { Report } from '@parley/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { usePaged } from '../people/paged'
import { rememberUsers } from '../people/use-user'
import { Skeleton } from '../ui'
import { giveFocus } from '../ui/give-focus'
import { Segments } from '../ui/segments'
import { ShowMore } from '../ui/show-more'
import { ReportCard } from './report-card'
import { type ReportScope, receivesReports } from './report-count'

interface ShownReportsProps {
  readonly scope: ReportScope
  readonly state: 'open' | 'ended'
}

/** The open or ended reports, in pages. New ones appear at once. */
const ShownReports = ({ scope, state }: ShownReportsProps) => {
  const t = useT()
  const client = useClient()
  const receives = useSelector((now) => receivesReports(now, scope))
  const list = useRef<HTMLDivElement>(null)
  const load = useCallback(
    async (after: Report | undefined) => {
      const inGroup = scope === undefined ? {} : { chatId: scope }
      const page = await client.call('reports.list', { ...inGroup, state, ...(after && { after: after.id }) })
      rememberUsers(page.users)
      return { rows: page.reports, more: page.more }
    },
    [client, scope, state],
  )
  const { rows, more, loading, loadMore, reload, drop } = usePaged(load)
  useEffect(() => {
    if (!receives) return undefined
    return client.on('reports.changed', ({ chatId }) => {
      if (chatId === scope) reload()
    })
  }, [client, scope, receives, reload])
  const ended = (report: Report) => {
    // The focused button goes with the report.
    giveFocus(list.current)
    drop(({ id }) => id === report.id)
  }
  if (!rows) return loading ? <Skeleton className="mt-12 h-96 w-full" /> : null
  return (
    <div ref={list} tabIndex={-1} className="outline-none">
      {rows.length === 0 && (
        <p className="py-16 text-small text-text-2">{t(state === 'open' ? 'noOpenReports' : 'noEndedReports')}</p>
      )}
      <ul className="m-0 list-none p-0" aria-label={t('reports')}>
        {rows.map((report) => (
          <ReportCard key={report.id} report={report} onEnded={() => ended(report)} />
        ))}
      </ul>
      {more && <ShowMore loading={loading} onClick={loadMore} />}
    </div>
  )
}

/** The reports of a group, or of the server. */
export const ReportList = ({ scope }: { readonly scope: ReportScope }) => {
  const t = useT()
  const [state, setState] = useState<'open' | 'ended'>('open')
  return (
    <>
      <Segments
        label={t('reportsShown')}
        labelHidden
        value={state}
        options={[
          { value: 'open', label: t('reportsOpen') },
          { value: 'ended', label: t('reportsEnded') },
        ]}
        onChange={setState}
      />
      <ShownReports key={state} scope={scope} state={state} />
    </>
  )
}
