/** A far end that takes nothing is noticed by its pings only after seconds: until then no more than this waits for it. */
const MOST_BYTES = 32 * 1024 * 1024
/** The server is asked how far it is each time this much went out. */
const ASK_BYTES = 1024 * 1024

/** Bounds what was sent and is not known to have arrived at the server. */
export class Outflow {
  private unconfirmed = 0
  private confirming = false
  private age = 0

  /** `confirm` resolves once everything sent before has arrived. */
  constructor(private readonly confirm: () => Promise<void>) {}

  /** Whether this much more may be sent; if so, it counts as sent. */
  admits(bytes: number): boolean {
    if (this.unconfirmed + bytes > MOST_BYTES) return false
    this.unconfirmed += bytes
    if (this.unconfirmed >= ASK_BYTES) void this.confirmSent()
    return true
  }

  /** The connection is another one, or gone. */
  reset(): void {
    this.unconfirmed = 0
    this.confirming = false
    this.age++
  }

  private async confirmSent(): Promise<void> {
    if (this.confirming) return
    this.confirming = true
    const { age, unconfirmed } = this
    // A failure is a lost connection, after which all counts restart.
    const arrived = await this.confirm().then(
      () => true,
      () => false,
    )
    if (age !== this.age) return
    this.confirming = false
    if (arrived) this.unconfirmed -= unconfirmed
  }
}
