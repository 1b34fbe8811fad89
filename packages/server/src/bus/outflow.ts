/** Pings notice a NATS server that reads nothing only after seconds. Until then, at most this much is in flight. */
const MOST_BYTES = 32 * 1024 * 1024
/** Each time this much was sent, the node asks the NATS server to confirm that it arrived. */
const ASK_BYTES = 1024 * 1024

/** Bounds the bytes that were sent to the NATS server without a confirmation. */
export class Outflow {
  private unconfirmed = 0
  private confirming = false
  private age = 0

  /** `confirm` resolves once everything sent before has arrived. */
  constructor(private readonly confirm: () => Promise<void>) {}

  /** Whether this many more bytes may be sent. If so, they count as sent. */
  admits(bytes: number): boolean {
    if (this.unconfirmed + bytes > MOST_BYTES) return false
    this.unconfirmed += bytes
    if (this.unconfirmed >= ASK_BYTES) void this.confirmSent()
    return true
  }

  /** Call it when the connection is lost or replaced. */
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
