/** One field of a log line. */
export interface LogField {
  readonly type: 'string' | 'number'
  readonly doc: string
  /** Longer texts are cut, in UTF-16 units. */
  readonly maxChars?: number
}

/**
 * Every field that a log line can have: other data can't be logged. No field holds a password, a token or a message's
 * text. Texts are cut to `PRINTED_CHARS` unless `maxChars` says otherwise.
 */
export const logFields = {
  time: { type: 'string', doc: 'The time, as ISO 8601 in UTC.' },
  level: { type: 'string', doc: '`debug`, `info`, `warn` or `error`.' },
  message: { type: 'string', doc: 'The event, in the same words each time, so that you can search for it.' },
  requestId: { type: 'string', doc: 'Names one call; also in the `x-request-id` header of HTTP responses.' },
  userId: { type: 'string', doc: 'The caller, or the user concerned.' },
  byUserId: { type: 'string', doc: 'The acting administrator.' },
  sessionId: { type: 'string', doc: 'The session of the call.' },
  service: { type: 'string', doc: 'The name of the service token of the call.' },
  chatId: { type: 'string', doc: 'The chat concerned.' },
  mediaId: { type: 'string', doc: 'The upload concerned.' },
  reason: {
    type: 'string',
    doc: 'The reason why a connection closed (`client`: the client closed it), why the scanner refused a file, or why a mail was not sent.',
  },
  method: { type: 'string', doc: 'The method called, such as `messages.send`; `unknown` for one that does not exist.' },
  transport: { type: 'string', doc: '`http`, `websocket` or `tcp`.' },
  outcome: { type: 'string', doc: '`ok`, or the name of the returned error.' },
  field: { type: 'string', doc: 'The invalid parameter.' },
  durationMs: { type: 'number', doc: 'The duration in milliseconds.' },
  status: { type: 'number', doc: 'The HTTP status of the response.' },
  closeCode: { type: 'number', doc: 'The close code of a connection.' },
  address: { type: 'string', doc: 'The network address of the caller, as far as proxies are believed.' },
  url: { type: 'string', doc: 'An address under which the node serves.', maxChars: 300 },
  path: { type: 'string', doc: 'The file or directory concerned.', maxChars: 300 },
  count: { type: 'number', doc: 'A number of items.' },
  bytes: { type: 'number', doc: 'A size in bytes.' },
  database: { type: 'string', doc: 'The database that the node runs on.', maxChars: 300 },
  bus: { type: 'string', doc: 'The bus that the node runs on.' },
  version: { type: 'string', doc: 'The version of the program.' },
  provider: { type: 'string', doc: 'The OpenID provider concerned, by its name in the settings.' },
  job: { type: 'string', doc: 'The background work concerned.' },
  node: { type: 'string', doc: 'The node concerned, under a name that is new after each start.' },
  roles: { type: 'string', doc: 'The roles of the node, separated by commas.' },
  signal: { type: 'string', doc: 'The signal that stops the node.' },
  error: { type: 'string', doc: 'The sentence of an unexpected error.', maxChars: 500 },
  stack: { type: 'string', doc: 'The source of an unexpected error in the program.', maxChars: 8_000 },
} as const satisfies Record<string, LogField>

type Table = typeof logFields
type TypeOf = { string: string; number: number }

/** The optional fields of a log line, besides time, level and message. */
export type LogFields = {
  readonly [K in Exclude<keyof Table, 'time' | 'level' | 'message'>]?: TypeOf[Table[K]['type']] | undefined
}
