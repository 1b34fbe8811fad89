import { useEffect, useRef } from 'react'
import { AdminPage } from '../../src/admin/admin-page'
import { FirstRun } from '../../src/admin/first-run'
import { type MailTrial, TrialOutcome } from '../../src/admin/trial-outcome'
import { ReportCard } from '../../src/reports/report-card'
import { Rail, Tabs } from '../../src/shell/rail'
import { reports } from '../fixtures/reports'
import { Case, Cases, Stage } from '../frame'

/** The destinations: a column at the side, a row on tablets, tabs on phones. */
export const Places = () => (
  <div className="p-16">
    <Stage className="hidden bg-canvas tablet:flex desktop:h-[520px] desktop:w-64 [&>nav]:w-full">
      <Rail />
    </Stage>
    <Stage className="tablet:hidden">
      <Tabs />
    </Stage>
  </div>
)

/** The administrators' view of the server. */
export const Administration = () => (
  <Stage className="h-[2800px]">
    <AdminPage />
  </Stage>
)

/** The first administrator's view of a new server. */
export const NewServer = () => (
  <Stage className="h-[640px] bg-chat-bg">
    <FirstRun />
  </Stage>
)

/** Reports: of an edited message, of a picture, of a person, ended ones, and the question before an act. */
export const ReportCards = () => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.querySelector<HTMLElement>('[data-asks] [data-act=mute]')?.click(), [])
  return (
    <div ref={place} className="bg-surface p-16">
      <Cases>
        {reports.map((report, at) => (
          <Case key={report.id} name={report.ended ? 'ended' : 'open'}>
            <ul className="m-0 list-none p-0" {...(at === 0 && { 'data-asks': true })}>
              <ReportCard report={report} onEnded={() => undefined} />
            </ul>
          </Case>
        ))}
      </Cases>
    </div>
  )
}

const trials: readonly MailTrial[] = [
  { dialogue: ['220 mail.example ESMTP', 'MAIL FROM:<chat@lake.example>', '250 2.0.0 Ok: queued as 4F1B2C'] },
  { problem: 'wrong_password', dialogue: ['220 mail.example ESMTP', '535 5.7.8 Error: authentication failed'] },
  { problem: 'no_answer', dialogue: [] },
]

/** The outcomes of a test mail. */
export const MailTests = () => (
  <div className="bg-surface p-16">
    <Cases>
      {trials.map((trial) => (
        <Case key={trial.problem ?? ''} name={trial.problem ?? 'taken'}>
          <TrialOutcome trial={trial} server="mail.example:465" />
        </Case>
      ))}
    </Cases>
  </div>
)
