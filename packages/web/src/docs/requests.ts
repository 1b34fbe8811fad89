/** The text of a call on each transport. */

/** Quotes a text as one word of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

export interface Call {
  readonly method: string
  readonly params: unknown
  /** Whether the method uses a session. */
  readonly signedIn: boolean
}

/** For a shell. The token comes from `$TOKEN`. */
export const curlOf = ({ method, params, signedIn }: Call, origin: string): string =>
  [
    `curl ${origin}/api/${method}`,
    "-H 'Content-Type: application/json'",
    ...(signedIn ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    `-d ${quoted(JSON.stringify(params))}`,
  ].join(' \\\n  ')

/** One frame of a WebSocket, and one line over TCP. */
export const lineOf = ({ method, params }: Pick<Call, 'method' | 'params'>, id = 1): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params })
