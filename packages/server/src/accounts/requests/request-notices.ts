import type { Bus } from '../../bus/bus'
import { notification } from '../../lib/notification'
import { topics } from '../../lib/topics'
import type { Transaction } from '../../storage/database'
import type { Users } from '../../users/users'
import * as store from './requests-store'

/** Tells administrators how many requests wait. */
export class RequestNotices {
  constructor(private readonly options: { readonly bus: Bus; readonly users: Pick<Users, 'adminIds'> }) {}

  /** Sends the number to all administrators on all nodes, once the transaction is durable; returns it. */
  async tell(tx: Transaction): Promise<number> {
    const { bus, users } = this.options
    const count = await store.countWaiting(tx.db, tx.now)
    const adminIds = await users.adminIds(tx.db)
    const frame = notification('admin.requests', { count })
    tx.whenDurable(() => {
      for (const userId of adminIds) bus.publish({ kind: 'ephemeral', topic: topics.user(userId), frame })
    })
    return count
  }
}
