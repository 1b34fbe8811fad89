import type { AdminUser } from '@parley/protocol'
import { toUser, type UserRow } from '../users/users'

/** An account as administrators see it. */
export const toAdminUser = (row: UserRow, address?: string): AdminUser => ({
  ...toUser(row),
  admin: row.admin === 1,
  createdAt: row.created_at,
  ...(row.disabled_at === null ? {} : { disabledAt: row.disabled_at }),
  ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
  ...(row.erase_at === null ? {} : { eraseAt: row.erase_at }),
  ...(row.second_factor_at === null ? {} : { secondFactorSince: row.second_factor_at }),
  ...(row.passkeys === 0 ? {} : { passkeys: row.passkeys }),
  trusted: row.trust > 1,
  ...(row.muted_until === null ? {} : { mutedUntil: row.muted_until }),
  ...(address === undefined ? {} : { address }),
})
