/** The part of a connection that matters for its place among strangers. */
export interface Placed {
  /** Whether no sign-in and no call is pending. */
  readonly isIdle: boolean
  /** Ends it at once, without waiting for the client. */
  drop(): void
}

export interface StrangersOptions {
  /** Connections without a session from one address. */
  readonly perAddress: number
  /** All connections without a session. */
  readonly inAll: number
}

/**
 * Connections without a session. No account limits them, so their number is bounded, per address and in total. Over the
 * bound the oldest idle one makes room. Honest clients open their session at once, so an address full of silent
 * connections can't keep them out.
 */
export class Strangers<Connection extends Placed> {
  private readonly all = new Set<Connection>()
  private readonly byAddress = new Map<string, Set<Connection>>()

  constructor(private readonly options: StrangersOptions) {}

  get count(): number {
    return this.all.size
  }

  /** Makes room for one more connection; false when all places have pending work. */
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

  /** Removes a connection that has signed in or closed. */
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
