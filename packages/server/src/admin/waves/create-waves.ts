import type { UserId } from '@parley/protocol'
import type { AuditLog } from '../../audit/audit-log'
import type { Clock } from '../../lib/clock'
import type { Logger } from '../../lib/logger'
import type { Withdrawing } from '../../messages/withdrawing'
import type { Registrations } from '../../networks/registrations'
import type { Sessions } from '../../sessions/sessions'
import type { Database } from '../../storage/database'
import type { Leases } from '../../work/leases'
import { WaveSelection } from './wave-selection'
import { WaveWork } from './wave-work'
import { Waves } from './waves'

export interface CreateWavesOptions {
  readonly database: Database
  readonly leases: Leases
  readonly sessions: Sessions
  readonly withdrawing: Withdrawing
  readonly audit: AuditLog
  readonly registrations: Registrations
  readonly clock: Clock
  readonly logger: Logger
  readonly charge: (userId: UserId, rows: number) => void
}

/** Wires the cleanup of spam waves. */
export const createWaves = (options: CreateWavesOptions) => {
  const work = new WaveWork(options)
  const selection = new WaveSelection(options)
  return { work, waves: new Waves({ ...options, selection, wake: () => work.wake() }) }
}
