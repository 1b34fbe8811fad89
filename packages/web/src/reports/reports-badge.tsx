import { useT } from '../i18n'
import { unreadText } from '../people/unread'
import { Badge } from '../ui'
import { useReportCount } from './use-report-count'

/** The number of open reports of the server, for administrators. */
export const ReportsBadge = () => {
  const t = useT()
  const count = useReportCount(undefined)
  return count > 0 ? <Badge label={`(${t('openReports', { count })})`}>{unreadText(count)}</Badge> : null
}
