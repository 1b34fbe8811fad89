/** Rows to lock until the end of a transaction, by their keys. */
export type LockRequest = { readonly users: readonly number[] } | { readonly chats: readonly number[] }
/** A row whose change requires its lock. */
export type LockedRow = { readonly user: number } | { readonly chat: number }

const inOrder = (keys: readonly number[]): number[] => [...new Set(keys)].sort((a, b) => a - b)

/**
 * The locks of one transaction. Every adapter uses this class, even one without real locks. So a wrong order or a
 * forgotten lock fails in every test, and not first under load.
 */
export class Locks {
  private readonly users = new Set<number>()
  private readonly chats = new Set<number>()
  private taken: 'nothing' | 'users' | 'chats' = 'nothing'

  /**
   * Notes a request, and returns the rows to lock, in order.
   * @throws when a call names users after users or chats, or chats twice
   */
  take(request: LockRequest): { readonly table: 'users' | 'chats'; readonly keys: readonly number[] } {
    const table = 'users' in request ? 'users' : 'chats'
    const keys = inOrder('users' in request ? request.users : request.chats)
    if (this.taken === 'chats' || this.taken === table)
      throw new Error(`${table} are locked after ${this.taken}: users come first, then chats, each once`)
    this.taken = table
    for (const key of keys) this[table].add(key)
    return { table, keys }
  }

  /** @throws when the row was not locked */
  require(row: LockedRow): void {
    const held = 'user' in row ? this.users.has(row.user) : this.chats.has(row.chat)
    if (!held) throw new Error(`a row is changed that was not locked: ${JSON.stringify(row)}`)
  }
}
