/** The remote end of a connection, over any transport. */
export interface Peer {
  send(frame: string): void
  /** Sends several frames with one write where the transport can. */
  sendAll(frames: readonly string[]): void
  /** Sends the reason, and ends the connection after the client has received it. */
  close(code: number, reason: string): void
  /** Ends the connection at once. */
  terminate(): void
  /** Bytes that wait because the client doesn't read. */
  bufferedBytes(): number
  /** Native topics, where the transport has them: publishing then costs nothing per connection here. */
  subscribe?(topic: string): void
  unsubscribe?(topic: string): void
  /** Its present native topics. */
  topics?(): Iterable<string>
}
