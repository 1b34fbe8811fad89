import type { Report, Reporter } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { T } from '../i18n'
import { useFormat, useT } from '../i18n'
import { durationText } from '../i18n/durations'
import { useMinute } from '../lib/clock'
import { Avatar } from '../people/avatar'
import { useAnyName, useUser } from '../people/use-user'
import { Decide } from './decide'
import { HeldMessage } from './held-message'
import { actWords, reasons } from './report-words'

/** The place of the reported message. */
const placeOf = ({ chat }: Report, t: T): string => {
  if (!chat) return t('reportedPerson')
  if (chat.id === WORLD_CHAT_ID) return t('reportedIn', { chat: t('world') })
  if (chat.kind === 'channel') return t('reportedIn', { chat: chat.name ?? t('channels') })
  return t(chat.kind === 'group' ? 'reportedInGroup' : 'reportedInDirect')
}

const ReporterLine = ({ reporter }: { readonly reporter: Reporter }) => {
  const t = useT()
  const { note, reason } = reporter
  return (
    <li className="py-4 text-small break-words text-text-2">
      {reporter.byId && (
        <>
          <ReporterName userId={reporter.byId} />
          {' · '}
        </>
      )}
      {t(reasons[reason])}
      {note !== undefined && (
        <bdi dir="auto" className="block font-400 whitespace-pre-wrap text-text">
          {note}
        </bdi>
      )}
    </li>
  )
}

const ReporterName = ({ userId }: { readonly userId: NonNullable<Reporter['byId']> }) => (
  <bdi className="font-500">{useAnyName(userId)}</bdi>
)

/** How and by whom a report ended. */
const Ended = ({ ended }: { readonly ended: NonNullable<Report['ended']> }) => {
  const t = useT()
  const format = useFormat()
  const act = t(actWords[ended.act].ended)
  return (
    <p className="mt-12 text-small text-text-2">
      <span className="font-500 text-text">
        {ended.forMs ? t('reportMutedFor', { act, time: durationText(t, ended.forMs) }) : act}
      </span>
      {ended.byId && (
        <>
          {' · '}
          <ReporterName userId={ended.byId} />
        </>
      )}
      {' · '}
      <time dateTime={new Date(ended.at).toISOString()} title={format.full(ended.at)}>
        {format.dateTime(ended.at)}
      </time>
    </p>
  )
}

interface ReportCardProps {
  readonly report: Report
  readonly onEnded: () => void
}

/** A report: the person, the message as it was, the reasons, and the acts that end the report. */
export const ReportCard = ({ report, onEnded }: ReportCardProps) => {
  const t = useT()
  const format = useFormat()
  const nowMs = useMinute()
  const name = useAnyName(report.userId)
  const { user } = useUser(report.userId)
  const told = report.reporters.filter(({ note, byId }) => note !== undefined || byId !== undefined)
  const given = report.reasons.map(({ reason, count }) =>
    report.count === 1 ? t(reasons[reason]) : t('reportReasonCount', { reason: t(reasons[reason]), count }),
  )
  return (
    <li className="py-16 hairline-b last:shadow-none" data-report={report.id}>
      <div className="flex items-center gap-12">
        <Avatar id={report.userId} name={name} size={36} picture={user?.avatar} />
        <div className="min-w-0 flex-1">
          <h3 className="truncate text-ui font-500 text-text">
            <bdi>{name}</bdi>
          </h3>
          <p className="text-meta text-text-2">
            {placeOf(report, t)}
            {' · '}
            <time dateTime={new Date(report.at).toISOString()} title={format.full(report.at)}>
              {format.ago(report.at, nowMs)}
            </time>
          </p>
        </div>
      </div>
      <p className="mt-8 text-small text-text">
        {t('reportedBy', { count: report.count, reasons: given.join(' · ') })}
      </p>
      {report.messages.length > 0 && (
        <div className="mt-8 flex flex-col gap-8">
          {report.messages.map((message) => (
            <HeldMessage key={message.rev} report={report} message={message} />
          ))}
        </div>
      )}
      {told.length > 0 && (
        <ul className="m-0 mt-4 list-none p-0" aria-label={t('reportNotes')}>
          {told.map((reporter) => (
            <ReporterLine key={`${reporter.at} ${reporter.byId ?? ''} ${reporter.note ?? ''}`} reporter={reporter} />
          ))}
        </ul>
      )}
      {report.ended ? <Ended ended={report.ended} /> : <Decide report={report} name={name} onEnded={onEnded} />}
    </li>
  )
}
