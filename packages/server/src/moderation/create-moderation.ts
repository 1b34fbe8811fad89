import type { AuditLog } from '../audit/audit-log'
import type { Bus } from '../bus/bus'
import type { Clock } from '../lib/clock'
import type { Logger } from '../lib/logger'
import type { Database } from '../storage/database'
import { FloodBrake } from './flood-brake'
import { Newcomers } from './newcomers'
import { ModerationRules } from './rules'
import { SendRules } from './send-rules'

export interface CreateModerationOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly audit: Pick<AuditLog, 'record'>
  readonly config: { readonly rateLimits: boolean }
  readonly company: 'others' | 'alone'
}

/** Wires the server's own moderation. */
export const createModeration = ({ config, ...parts }: CreateModerationOptions) => {
  const rules = new ModerationRules({ ...parts, limited: config.rateLimits })
  const brake = new FloodBrake({ ...parts, rules })
  const newcomers = new Newcomers(rules)
  return { rules, brake, newcomers, sendRules: new SendRules({ rules, brake, newcomers }) }
}
export type ModerationParts = ReturnType<typeof createModeration>
