/**
 * Every error that can cross the wire, once: name -> number, HTTP status, whether repeating the same call later can
 * succeed, and the default English sentence. Clients translate by name, never by sentence.
 */
export interface ErrorSpec {
  /** JSON-RPC error number. */
  readonly code: number
  /** HTTP status of the same error. */
  readonly status: number
  /** True when the same call may succeed later without any change by the caller. */
  readonly retry: boolean
  /** What happened and what to do, in English. */
  readonly message: string
}

type Row = readonly [code: number, status: number, retry: boolean, message: string]
const row = (...[code, status, retry, message]: Row): ErrorSpec => ({ code, status, retry, message })

export const errors = {
  parse_error: row(-32700, 400, false, 'This is not JSON. Send one JSON object, or an array of up to 100 of them.'),
  invalid_request: row(-32600, 400, false, 'This is not a JSON-RPC request: it needs a "method" that is a string.'),
  method_not_found: row(-32601, 404, false, 'There is no such method. GET /openrpc.json lists all of them.'),
  invalid_params: row(-32602, 400, false, 'A parameter is missing or has the wrong form.'),
  internal: row(
    -32603,
    500,
    false,
    'Something went wrong on the server. Its log has the details under the request id.',
  ),
  unauthenticated: row(-32001, 401, false, 'Sign in first: there is no valid session.'),
  forbidden: row(-32002, 403, false, 'You may not do this.'),
  not_found: row(-32003, 404, false, 'There is nothing here under this id.'),
  not_a_member: row(-32004, 403, false, 'You are no longer a member of this chat.'),
  conflict: row(-32005, 409, false, 'This id is already used for something else. Make a new one.'),
  rate_limited: row(-32006, 429, true, 'Too many requests. Wait a moment and try again.'),
  unavailable: row(-32007, 503, true, 'The server cannot do this right now. Nothing was stored; try again.'),
  too_large: row(-32008, 413, false, 'This is larger than the limit.'),
  bad_credentials: row(-32010, 401, false, 'User name or password is wrong.'),
  account_disabled: row(-32011, 403, false, 'This account has been disabled by an administrator.'),
  username_taken: row(-32012, 409, false, 'This user name is taken. Choose another one.'),
  weak_password: row(-32013, 400, false, 'This password is too easy to guess. Choose a longer or less common one.'),
  registration_closed: row(-32014, 403, false, 'Registration is closed. Ask an administrator for an account.'),
  invite_required: row(-32015, 403, false, 'Registration needs an invite link. Ask somebody who is already here.'),
  invite_invalid: row(-32016, 404, false, 'This invite link has expired or was withdrawn. Ask for a new one.'),
  setup_invalid: row(
    -32017,
    403,
    false,
    'This setup link is void: there is an administrator already, or it was mistyped.',
  ),
  reset_invalid: row(
    -32038,
    404,
    false,
    'This link has expired, was used, or was replaced by a newer one. Ask an administrator for a new link.',
  ),
  challenge_required: row(
    -32018,
    403,
    true,
    'Solve a challenge first: accounts.challenge returns one. To sign in, name the login there, since the challenge may have to be a harder one. Send its solution with this call as "challenge".',
  ),
  challenge_invalid: row(
    -32019,
    403,
    true,
    'The solution is wrong, too old or was used before. Solve a new challenge.',
  ),
  channel_closed: row(-32020, 403, false, 'An administrator has closed this channel. Reading still works.'),
  group_full: row(-32021, 403, false, 'This group has reached its limit of members.'),
  muted: row(-32022, 403, false, 'You are muted in this chat.'),
  muted_all: row(-32025, 403, false, 'Only the owner and admins may write here now.'),
  slow_mode: row(-32026, 429, true, 'Slow mode is on: wait a moment before your next message here.'),
  dissolved: row(-32027, 403, false, 'This group was dissolved. Reading still works.'),
  banned: row(-32028, 403, false, 'This person was banned from here and cannot come back.'),
  not_open: row(-32029, 403, false, 'One comes in here only by invitation or link.'),
  transfer_first: row(-32033, 403, false, 'Hand the group over to another member first, or dissolve it.'),
  admins_full: row(-32034, 403, false, 'This group has reached its limit of admins.'),
  blocked: row(-32023, 403, false, 'You have blocked this person. Unblock them first.'),
  not_friends: row(-32024, 403, false, 'This person is not among your friends now. Send them a request first.'),
  privacy: row(-32060, 403, false, 'This person does not allow this.'),
  too_many: row(-32035, 403, false, 'There are too many of these already. Take one away first.'),
  too_late: row(-32030, 403, false, 'The time in which this can be taken back is over.'),
  too_many_pinned: row(-32040, 409, false, 'Too many are pinned already. Unpin one of them first.'),
  too_many_reactions: row(
    -32041,
    409,
    false,
    'There are too many reactions here already. Take one of yours back first.',
  ),
  too_many_hidden: row(
    -32042,
    403,
    false,
    'You have hidden as many messages as one account can. Clear the chat instead.',
  ),
  retracted: row(-32031, 409, false, 'This message was taken back. It can no longer be changed.'),
  quota_exceeded: row(
    -32075,
    403,
    false,
    'Your files take all the room that one account has here. Delete some of them first.',
  ),
  daily_quota_exceeded: row(
    -32076,
    403,
    false,
    'You have sent as much today as one account can. Try again after midnight UTC.',
  ),
  media_empty: row(-32070, 400, false, 'This file is empty.'),
  media_unsupported: row(-32071, 415, false, 'This is not a picture that can be shown. Send a JPEG, PNG, WebP or GIF.'),
  media_too_many_pixels: row(-32072, 413, false, 'This picture has too many pixels. Make it smaller.'),
  media_too_costly: row(
    -32073,
    413,
    false,
    'This picture takes too much work to decode. Save it again as an ordinary JPEG or PNG, or make it smaller.',
  ),
  media_trailing_bytes: row(
    -32074,
    415,
    false,
    'This file goes on after the end of its picture. Save the picture again and send the new file.',
  ),
  media_checking: row(-32077, 409, true, 'This file is still being checked. Try again in a moment.'),
  media_refused: row(-32078, 403, false, 'The check of this server refused this file, and the server deleted it.'),
  media_unchecked: row(-32079, 503, false, 'This file could not be checked, so nobody can see it. Try again later.'),
} as const satisfies Record<string, ErrorSpec>

export type ErrorName = keyof typeof errors

/** The `data` of an error as it stands on the wire. */
export interface ErrorData {
  code: ErrorName
  retry: boolean
  /** Milliseconds after which a retry makes sense. */
  retryAfterMs?: number
  /** The parameter that was wrong, as a path such as `body.text`. */
  field?: string
}

/** An error as it stands on the wire, over every transport. */
export interface WireError {
  code: number
  message: string
  data: ErrorData
}

/** Any method may answer these; a method's own `errors` lists only what is particular to it. */
export const commonErrors = [
  'parse_error',
  'invalid_request',
  'method_not_found',
  'invalid_params',
  'internal',
  'unauthenticated',
  'account_disabled',
  'forbidden',
  'rate_limited',
  'unavailable',
  'too_large',
  'daily_quota_exceeded',
] as const satisfies readonly ErrorName[]

export { type CloseReason, closeCodes } from './close-codes'
