import type { AuditValues } from '@parley/protocol'
import { type RegistrationMode, registrationMode } from '@parley/protocol/accounts'
import type { Queries } from '../storage/database'
import { getMeta, lockMeta, putMeta } from '../storage/meta'

/** Who can register, and between which times in epoch milliseconds. At other times registration is closed. */
export interface RegistrationRule {
  readonly mode: RegistrationMode
  readonly opensAt?: number | undefined
  readonly closesAt?: number | undefined
}

/** The mode of a rule at a moment, and the next time at which the mode changes. */
export const ruleAt = ({ mode, opensAt, closesAt }: RegistrationRule, nowMs: number): RegistrationRule => {
  if (mode === 'closed' || (closesAt !== undefined && closesAt <= nowMs)) return { mode: 'closed' }
  if (opensAt !== undefined && opensAt > nowMs) return { mode: 'closed', opensAt }
  return { mode, closesAt }
}

/** A rule for the audit log. */
export const ruleValues = ({ mode, opensAt, closesAt }: RegistrationRule): AuditValues => ({
  registration: mode,
  registrationOpensAt: opensAt ?? null,
  registrationClosesAt: closesAt ?? null,
})

const REV = 'policy_rev'

const raise = async (db: Queries): Promise<void> => {
  await putMeta(db, REV, String(Number(await lockMeta(db, REV, '0')) + 1))
}

const timeOf = async (db: Queries, name: string): Promise<number | undefined> => {
  const stored = await getMeta(db, name)
  return stored ? Number(stored) : undefined
}

/**
 * Settings that administrators change at run time. The database holds them, so that they apply on every node and after
 * a restart.
 */
export class Settings {
  constructor(private readonly defaults: { readonly registration: RegistrationMode }) {}

  /** Whether another site signs people in, which administrators can't change. */
  get isExternal(): boolean {
    return this.defaults.registration === 'external'
  }

  /** Who can register: an administrator's choice, else the configured mode. */
  async registration(db: Queries): Promise<RegistrationRule> {
    if (this.isExternal) return { mode: 'external' }
    const stored = registrationMode.safeParse(await getMeta(db, 'registration'))
    return {
      mode: stored.success ? stored.data : this.defaults.registration,
      opensAt: await timeOf(db, 'registration_opens_at'),
      closesAt: await timeOf(db, 'registration_closes_at'),
    }
  }

  /** The server's name; undefined while it has none. */
  async serverName(db: Queries): Promise<string | undefined> {
    return (await getMeta(db, 'server_name')) || undefined
  }

  /** The number of changes so far. */
  async rev(db: Queries): Promise<string> {
    return (await getMeta(db, REV)) ?? '0'
  }

  async setServerName(db: Queries, name: string | null): Promise<void> {
    await putMeta(db, 'server_name', name ?? '')
    await raise(db)
  }

  async setRegistration(db: Queries, { mode, opensAt, closesAt }: RegistrationRule): Promise<void> {
    await putMeta(db, 'registration', mode)
    await putMeta(db, 'registration_opens_at', String(opensAt ?? ''))
    await putMeta(db, 'registration_closes_at', String(closesAt ?? ''))
    await raise(db)
  }
}
