/** Why a connection was closed. 4000–4499: reconnect. 4500–4999: don't reconnect. */
export const closeCodes = {
  /** The server is stopping, or sends this connection to another node. */
  draining: 4001,
  /** The client doesn't read, or hasn't pinged. */
  slow: 4008,
  /** A line is larger than `limits.frameBytes`. For frames, WebSocket has the standard code 1009. */
  tooLarge: 4009,
  /** Too many calls or connections from this account or address were refused. Wait a few seconds before you reconnect. */
  rateLimited: 4029,
  /** No session was opened within `limits.sessionOpenMs`. */
  noSession: 4401,
  /** The session has ended. Sign in again. */
  sessionEnded: 4501,
  /** An administrator has disabled the account. */
  accountDisabled: 4502,
  /** The account has more than `limits.connectionsPerAccount` connections, and this one was silent longest. */
  tooManyConnections: 4503,
} as const
export type CloseReason = keyof typeof closeCodes
