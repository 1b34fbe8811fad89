/** One field of a log line. */
export interface LogField {
  readonly type: 'string' | 'number'
  readonly doc: string
  /** Longer texts are cut, in UTF-16 units. */
  readonly maxChars?: number
}

/**
 * Every field that a log line can have: what is not here cannot be logged. No field holds a password, a token or a message's
 * text. Texts are cut to `PRINTED_CHARS` unless `maxChars` says otherwise.
 */
export const logFields = {
  time: { type: 'string', doc: 'When, as ISO 8601 in UTC.' },
  level: { type: 'string', doc: '`debug`, `info`, `warn` or `error`.' },
  message: { type: 'string', doc: 'What happened; the same words each time, so that it can be searched for.' },
  requestId: { type: 'string', doc: 'Names one call; also in the `x-request-id` header of HTTP answers.' },
  userId: { type: 'string', doc: 'Who called, or whom it concerns.' },
  byUserId: { type: 'string', doc: 'The administrator who did it.' },
  sessionId: { type: 'string', doc: 'The session of the call.' },
  chatId: { type: 'string', doc: 'The chat that it concerns.' },
  mediaId: { type: 'string', doc: 'The upload that it concerns.' },
  reason: { type: 'string', doc: 'Why the scanner refused a file, in its own words.' },
  method: { type: 'string', doc: 'The method called, such as `messages.send`; `unknown` for one that does not exist.' },
  transport: { type: 'string', doc: '`http`, `websocket` or `tcp`.' },
  outcome: { type: 'string', doc: '`ok`, or the name of the error that was answered.' },
  field: { type: 'string', doc: 'The parameter that was wrong.' },
  durationMs: { type: 'number', doc: 'How long it took, in milliseconds.' },
  status: { type: 'number', doc: 'The HTTP status that was answered.' },
  closeCode: { type: 'number', doc: 'The code that a connection was closed with.' },
  address: { type: 'string', doc: 'The network address of the caller, as far as proxies are believed.' },
  url: { type: 'string', doc: 'An address under which the node serves.', maxChars: 300 },
  path: { type: 'string', doc: 'The file or directory of the server that it concerns.', maxChars: 300 },
  count: { type: 'number', doc: 'How many.' },
  bytes: { type: 'number', doc: 'A size in bytes.' },
  database: { type: 'string', doc: 'The database that the node runs on.', maxChars: 300 },
  bus: { type: 'string', doc: 'The bus that the node runs on.' },
  version: { type: 'string', doc: 'The version of the program.' },
  job: { type: 'string', doc: 'The background work that it concerns.' },
  node: { type: 'string', doc: 'The node that it concerns, under a name that is new with each start.' },
  roles: { type: 'string', doc: 'What the node does, separated by commas.' },
  signal: { type: 'string', doc: 'The signal that stops the node.' },
  error: { type: 'string', doc: 'The sentence of an unexpected error.', maxChars: 500 },
  stack: { type: 'string', doc: 'Where in the program an unexpected error came from.', maxChars: 8_000 },
} as const satisfies Record<string, LogField>

type Table = typeof logFields
type TypeOf = { string: string; number: number }

/** What one log line may add to time, level and message. */
export type LogFields = {
  readonly [K in Exclude<keyof Table, 'time' | 'level' | 'message'>]?: TypeOf[Table[K]['type']] | undefined
}
