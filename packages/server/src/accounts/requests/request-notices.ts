import type { Bus } from '../../bus/bus'
import { notification } from '../../lib/notification'
import { topics } from '../../lib/topics'
import type { Transaction } from '../../storage/database'
import type { Users } from '../../users/users'
import * as store from './requests-store'

/** Tells administrators how many requests wait. */
export class RequestNotices {
  constructor(private readonly options: { readonly bus: Bus; readonly users: Pick<Users, 'activeAdmins'> }) {}

  /** Sends the number to all administrators on all nodes, once the transaction is durable; returns it. */
  async tell(tx: Transaction): Promise<number> {
    const { bus, users } = this.options
    const count = await store.countWaiting(tx.db, tx.now)
    const admins = await users.activeAdmins(tx.db)
    const frame = notification('admin.requests', { count })
    tx.whenDurable(() => {
      for (const { id } of admins) bus.publish({ kind: 'ephemeral', topic: topics.user(id), frame })
    })
    return count
  }
}
