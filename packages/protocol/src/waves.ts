import { z } from 'zod'
import { networkName } from './networks'
import { waveId } from './row-ids'
import { timeMs } from './rows'

/** How much accounts of a spam wave wrote. */
export const waveActivity = z.enum(['any', 'wrote', 'silent'])
export type WaveActivity = z.output<typeof waveActivity>

/** The accounts of a spam wave. Administrators and erased accounts never belong to one. */
export const WaveFilter = z.object({
  /** Only accounts that were created at this time or later. At most `limits.waveSpanMs` before `until`. */
  from: timeMs,
  /** Only accounts that were created before this time. */
  until: timeMs,
  /** Only accounts that were registered from this network address, or from this network. */
  network: networkName.optional(),
  /** `wrote` keeps accounts with messages, `silent` those without. Retracted messages don't count. `any` by default. */
  activity: waveActivity.optional(),
})
export type WaveFilter = z.output<typeof WaveFilter>

/**
 * `cleaning` and `undoing` are under way. `cleaned` can still be undone. `final` can’t be undone any longer.
 */
export const waveState = z.enum(['cleaning', 'cleaned', 'undoing', 'undone', 'final'])
export type WaveState = z.output<typeof waveState>

/** The cleanup of a spam wave. */
export const Wave = z.object({
  id: waveId,
  /** When an administrator started it. */
  createdAt: timeMs,
  /** Where the cleanup stands. */
  state: waveState,
  /** Accounts that it disables. */
  accounts: z.int().nonnegative(),
  /** Accounts that are disabled now because of it. */
  accountsDone: z.int().nonnegative(),
  /** Messages to retract, as they were counted at the start. */
  messages: z.int().nonnegative(),
  /** Messages that are retracted now because of it. It can exceed `messages` if the accounts wrote on. */
  messagesDone: z.int().nonnegative(),
  /** Chats with such messages. */
  chats: z.int().nonnegative(),
  /** Until when it can be undone. Absent while it is under way, and afterwards. */
  undoUntil: timeMs.optional(),
})
export type Wave = z.output<typeof Wave>
