/** A connection as far as its place among strangers goes. */
export interface Placed {
  /** Whether nothing of it is under way, neither a sign-in nor a call. */
  readonly isIdle: boolean
  /** Ends it at once, without waiting for the far end. */
  drop(): void
}

export interface StrangersOptions {
  /** Connections without a session from one address. */
  readonly perAddress: number
  /** Connections without a session in all. */
  readonly inAll: number
}

/**
 * Connections without a session. Nobody answers for them, so their number is bounded, per address and in all. Over the
 * bound the oldest idle one makes room: honest clients open their session at once, and an address full of silent
 * connections can't keep them out.
 */
export class Strangers<Connection extends Placed> {
  private readonly all = new Set<Connection>()
  private readonly byAddress = new Map<string, Set<Connection>>()

  constructor(private readonly options: StrangersOptions) {}

  get count(): number {
    return this.all.size
  }

  /** Makes room for one more connection; false when every place is taken by one with something under way. */
  makeRoom(address: string): boolean {
    const { perAddress, inAll } = this.options
    const neighbours = this.byAddress.get(address)
    if (neighbours && neighbours.size >= perAddress && !dropIdle(neighbours)) return false
    return this.all.size < inAll || dropIdle(this.all)
  }

  add(connection: Connection, address: string): void {
    this.all.add(connection)
    const neighbours = this.byAddress.get(address)
    if (neighbours) neighbours.add(connection)
    else this.byAddress.set(address, new Set([connection]))
  }

  /** Forgets a connection that has signed in or is gone. */
  remove(connection: Connection, address: string): void {
    if (!this.all.delete(connection)) return
    const neighbours = this.byAddress.get(address)
    neighbours?.delete(connection)
    if (neighbours?.size === 0) this.byAddress.delete(address)
  }
}

/** Drops the oldest idle connection; dropping removes it from the set. */
const dropIdle = (connections: Iterable<Placed>): boolean => {
  for (const connection of connections) {
    if (!connection.isIdle) continue
    connection.drop()
    return true
  }
  return false
}
