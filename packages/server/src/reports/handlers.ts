import type { Handlers } from '../lib/handlers'
import type { ReportParts } from './create-reports'

export const reportsHandlers = ({ reports, pages, decisions }: ReportParts): Handlers<'reports'> => ({
  create: (caller, input) => reports.create(caller, input),
  list: (caller, input) => pages.list(caller, input),
  count: (caller, input) => pages.count(caller, input),
  media: (caller, input) => pages.media(caller, input),
  end: (caller, input) => decisions.end(caller, input),
})
