/** Rows to lock until the end of a transaction, by their keys. */
export type LockRequest = { readonly users: readonly number[] } | { readonly chats: readonly number[] }
/** A row whose change rests on its lock. */
export type LockedRow = { readonly user: number } | { readonly chat: number }

const inOrder = (keys: readonly number[]): number[] => [...new Set(keys)].sort((a, b) => a - b)

/**
 * What one transaction has locked. Every adapter asks it, also one that has nothing to lock, so that a wrong order or a
 * forgotten lock shows in every test and not first under load.
 */
export class Locks {
  private readonly users = new Set<number>()
  private readonly chats = new Set<number>()
  private taken: 'nothing' | 'users' | 'chats' = 'nothing'

  /**
   * Notes a request, and answers what to lock in which order.
   * @throws when users are asked for after users or chats, or chats twice
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
