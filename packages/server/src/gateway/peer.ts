/** The far end of a connection, whatever carries it. */
export interface Peer {
  send(frame: string): void
  /** Sends several frames with one write where the transport can. */
  sendAll(frames: readonly string[]): void
  /** Says why, and ends the connection once the far end has heard it. */
  close(code: number, reason: string): void
  /** Ends the connection at once. */
  terminate(): void
  /** Bytes that wait because the far end does not read. */
  bufferedBytes(): number
  /** Native topics, where the transport has them: publishing then costs nothing per connection here. */
  subscribe?(topic: string): void
  unsubscribe?(topic: string): void
  /** The native topics that it is subscribed to now. */
  topics?(): Iterable<string>
}
