import type { Input, Result } from '@parley/protocol'
import type { Closing } from '../accounts/closing'
import type { Admin } from '../admin/admin'
import type { AuditLog } from '../audit/audit-log'
import type { Exports } from '../exports/exports'
import type { ServiceCaller } from '../lib/caller'
import { Failure, fail } from '../lib/fail'
import type { Database } from '../storage/database'
import { toUser, type UserRow } from '../users/users'
import { deleteExternal, selectAccount } from './external-store'
import type { ExternalUsers } from './external-users'
import { noteErased } from './jwt/erased-ids'

export interface ServiceAccountsOptions {
  readonly database: Database
  readonly externalUsers: Pick<ExternalUsers, 'lockAccount'>
  readonly admin: Pick<Admin, 'changeDisabledIn'>
  readonly closing: Pick<Closing, 'eraseUser'>
  readonly audit: Pick<AuditLog, 'record' | 'recordOnce' | 'isDisabledByService'>
  readonly exports: Pick<Exports, 'ensureIn' | 'addressFor'>
}

/** Disables, exports and erases accounts for services. The audit log has it with the name of the token. */
export class ServiceAccounts {
  constructor(private readonly options: ServiceAccountsOptions) {}

  /**
   * Disables a user, whose sessions end at once, or enables them again.
   * @throws `forbidden` for administrators, and to enable a user whom no service disabled
   */
  setDisabled(
    service: ServiceCaller,
    { externalId, disabled }: Input<'service.disableUser'>,
  ): Promise<Result<'service.disableUser'>> {
    const { admin, audit, database, externalUsers } = this.options
    return database.write(async (tx) => {
      const row = await externalUsers.lockAccount(tx, externalId)
      refuseAdmin(row)
      if (!disabled && row.disabled_at !== null && !(await audit.isDisabledByService(tx, row.key)))
        throw fail('forbidden', { field: 'externalId', message: 'An administrator disabled this account.' })
      const state = disabled ? 'disabled' : 'allowed'
      return { user: toUser(await admin.changeDisabledIn(tx, service, { row, state })) }
    })
  }

  /**
   * Starts an export of a user's data, or returns how the one of the last day stands.
   * @throws `forbidden` for administrators, `account_closed`
   */
  async export(
    service: ServiceCaller,
    { externalId }: Input<'service.exportUser'>,
  ): Promise<Result<'service.exportUser'>> {
    const { audit, database, exports, externalUsers } = this.options
    const { key, state } = await database.write(async (tx) => {
      const row = await externalUsers.lockAccount(tx, externalId)
      refuseAdmin(row, 'export')
      if (row.erase_at !== null) throw fail('account_closed', { until: row.erase_at })
      const { state, started } = await exports.ensureIn(tx, { key: row.key, id: toUser(row).id })
      // Also one that the person or another service started: this service receives its address.
      if (started || state.state === 'ready')
        await audit.recordOnce(tx, service, {
          action: 'user_exported',
          userKey: row.key,
          sinceMs: state.requestedAt ?? tx.now,
        })
      return { key: row.key, state }
    })
    if (state.state !== 'ready') return state
    const { address, expiresAt } = await exports.addressFor(key)
    return { ...state, address, addressUntil: expiresAt }
  }

  /** Erases a user for good, and frees their external id. */
  async erase(
    service: ServiceCaller,
    { externalId }: Input<'service.eraseUser'>,
  ): Promise<Result<'service.eraseUser'>> {
    const { audit, closing, database } = this.options
    const row = await database.read((db) => selectAccount(db, externalId))
    if (!row) return { erased: false }
    try {
      await closing.eraseUser(row.key, async (tx) => {
        const now = await selectAccount(tx.db, externalId)
        if (now?.key !== row.key) throw fail('not_found')
        refuseAdmin(now)
        await audit.record(tx, service, { action: 'user_erased', userKey: row.key })
        await deleteExternal(tx.db, row.key)
        await noteErased(tx, externalId)
      })
    } catch (error) {
      // Another call was faster.
      if (error instanceof Failure && error.failure === 'not_found') return { erased: false }
      throw error
    }
    return { erased: true }
  }
}

const refuseAdmin = ({ admin }: UserRow, act: 'change' | 'export' = 'change'): void => {
  if (admin === 1) throw fail('forbidden', { field: 'externalId', message: `Services cannot ${act} administrators.` })
}
