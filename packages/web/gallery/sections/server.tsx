import type { Wave, WaveId } from '@parley/protocol'
import { useEffect, useRef } from 'react'
import { AdminPage } from '../../src/admin/admin-page'
import { FirstRun } from '../../src/admin/first-run'
import { type MailTrial, TrialOutcome } from '../../src/admin/trial-outcome'
import { WaveList } from '../../src/admin/waves/wave-list'
import { WaveReview } from '../../src/admin/waves/wave-review'
import { ReportCard } from '../../src/reports/report-card'
import { Rail, Tabs } from '../../src/shell/rail'
import { nowMs } from '../fixed-clock'
import { people } from '../fixtures/people'
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
  <Stage className="h-[3200px]">
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

const wave = { createdAt: nowMs - 60_000, accounts: 500, messages: 5_000, chats: 3 }
const waveIdOf = (at: number) => `01980000-0000-7000-8000-00000000000${at}` as WaveId
const waves: readonly Wave[] = [
  { ...wave, id: waveIdOf(1), state: 'cleaning', accountsDone: 500, messagesDone: 1_900 },
  { ...wave, id: waveIdOf(2), state: 'cleaned', accountsDone: 500, messagesDone: 5_000, undoUntil: nowMs + 540_000 },
  { ...wave, id: waveIdOf(3), state: 'undoing', accountsDone: 500, messagesDone: 3_100 },
  { ...wave, id: waveIdOf(4), state: 'undone', accountsDone: 0, messagesDone: 0 },
  { ...wave, id: waveIdOf(5), state: 'final', accountsDone: 500, messagesDone: 5_000 },
]
const nothing = () => undefined
const suspects = people.slice(0, 4).map((user, at) => ({
  user: { ...user, admin: false, trusted: false, createdAt: nowMs - at * 60_000, address: `198.51.100.${at + 7}` },
  messages: at * 7,
}))

/** The counted accounts of a spam wave, and each state of a cleanup. */
export const SpamWaves = () => (
  <div className="bg-surface p-16">
    <Cases>
      <Case name="counted">
        <WaveReview
          counted={{ accounts: 500, messages: 5_000, chats: 3, hash: '', sample: suspects }}
          left={new Set(suspects.slice(1, 2).map(({ user }) => user.id))}
          onLeave={nothing}
          network="198.51.100.0/24"
          blocks
          onBlocks={nothing}
          busy={false}
          onClean={nothing}
        />
      </Case>
      <Case name="cleanups">
        <WaveList waves={waves} onChanged={nothing} />
      </Case>
    </Cases>
  </div>
)
