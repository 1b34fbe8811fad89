/** Why a connection was closed. 4000–4499: come back; 4500–4999: stop. */
export const closeCodes = {
  /** The server stops, or sends this connection to another node. */
  draining: 4001,
  /** The client doesn't read, or hasn't pinged. */
  slow: 4008,
  /** A line is larger than `limits.frameBytes`. Over WebSocket the standard code 1009 says the same of a frame. */
  tooLarge: 4009,
  /** Too many refused calls or connections came from this account or address. Wait some seconds before you come back. */
  rateLimited: 4029,
  /** No session was opened within `limits.sessionOpenMs`. */
  noSession: 4401,
  /** The session has ended: sign in again. */
  sessionEnded: 4501,
  /** An administrator has disabled the account. */
  accountDisabled: 4502,
  /** The account has more than `limits.connectionsPerAccount` connections; this one was silent longest. */
  tooManyConnections: 4503,
} as const
export type CloseReason = keyof typeof closeCodes
