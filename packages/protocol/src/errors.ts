/**
 * Every error on the wire: name -> number, HTTP status, whether the same call can succeed
 * later, and the default English sentence. Clients translate by name, never by sentence.
 */
export interface ErrorSpec {
  /** JSON-RPC error number. */
  readonly code: number
  /** HTTP status of the same error. */
  readonly status: number
  /** True when the same call may succeed later unchanged. */
  readonly retry: boolean
  /** An English sentence: what happened and what to do. */
  readonly message: string
}

type Row = readonly [code: number, status: number, retry: boolean, message: string]
const row = (...[code, status, retry, message]: Row): ErrorSpec => ({ code, status, retry, message })

export const errors = {
  parse_error: row(-32700, 400, false, 'This is not JSON. Send one JSON object, or an array of up to 100 of them.'),
  invalid_request: row(-32600, 400, false, 'This is not a JSON-RPC request. It needs a "method" that is a string.'),
  method_not_found: row(-32601, 404, false, 'There is no such method. GET /openrpc.json lists all methods.'),
  invalid_params: row(-32602, 400, false, 'A parameter is missing or has the wrong form.'),
  internal: row(
    -32603,
    500,
    false,
    'Something went wrong on the server. The server log has the details under the request id.',
  ),
  unauthenticated: row(-32001, 401, false, 'Sign in first: there is no valid session.'),
  forbidden: row(-32002, 403, false, 'You do not have permission to do this.'),
  not_found: row(-32003, 404, false, 'Nothing with this id exists, or you cannot see it.'),
  not_a_member: row(-32004, 403, false, 'You are no longer a member of this chat.'),
  conflict: row(-32005, 409, false, 'This id is already used for something else. Make a new one.'),
  rate_limited: row(-32006, 429, true, 'Too many requests. Wait a moment and try again.'),
  unavailable: row(-32007, 503, true, 'The server cannot do this right now. Nothing was stored. Try again.'),
  too_large: row(-32008, 413, false, 'This is larger than the limit.'),
  bad_credentials: row(-32010, 401, false, 'Wrong username or password.'),
  account_disabled: row(-32011, 403, false, 'An administrator disabled this account.'),
  account_closed: row(
    -32080,
    403,
    false,
    'You closed this account. Restore it with accounts.restore until the time in "until".',
  ),
  network_blocked: row(
    -32083,
    403,
    false,
    'An administrator blocked sign-up and sign-in from your network until the time in "until". Ask an administrator of this server for help.',
  ),
  jwt_invalid: row(-32130, 401, false, 'This sign-in token does not work. Get a new one where you signed in.'),
  exchange_off: row(-32131, 403, false, 'This server does not accept sign-in tokens of other products.'),
  peer_closed: row(-32081, 403, false, 'This person closed their account. You cannot write to them.'),
  last_admin: row(
    -32082,
    403,
    false,
    'This is the only administrator of the server. Make someone else an administrator first.',
  ),
  passwords_off: row(-32120, 403, false, 'This server signs people in only through the providers on its sign-in page.'),
  email_refused: row(
    -32123,
    403,
    false,
    'This server takes no e-mail addresses of this domain, because it is for disposable addresses. Use another address.',
  ),
  identity_taken: row(-32121, 409, false, 'This account of the provider already opens another account here.'),
  last_sign_in: row(
    -32122,
    403,
    false,
    'This is the only way to sign in to this account. Set a password or link another account first.',
  ),
  username_taken: row(-32012, 409, false, 'This username is taken. Choose another one.'),
  weak_password: row(-32013, 400, false, 'This password is too easy to guess. Choose a longer or less common one.'),
  registration_closed: row(-32014, 403, false, 'Registration is closed. Ask an administrator for an account.'),
  approval_required: row(
    -32090,
    403,
    false,
    'An administrator approves new accounts here. Send a request with accounts.requestAccount.',
  ),
  approval_pending: row(
    -32091,
    403,
    false,
    'An administrator has not approved this account yet. Its request waits until the time in "until".',
  ),
  registration_open: row(-32092, 409, false, 'New accounts need no approval now. Sign up with accounts.register.'),
  requests_full: row(
    -32093,
    403,
    false,
    'Too many requests for an account are waiting, in all or from your network. Try again later, or ask someone who is already here for an invite link.',
  ),
  invite_required: row(-32015, 403, false, 'Registration needs an invite link. Ask someone who is already here.'),
  invite_invalid: row(-32016, 404, false, 'This invite link has expired or was revoked. Get a new one.'),
  setup_invalid: row(
    -32017,
    403,
    false,
    'This setup link does not work: the server already has an administrator, or the link is wrong.',
  ),
  reset_invalid: row(
    -32038,
    404,
    false,
    'This link has expired, was used, or was replaced by a newer one. Ask an administrator for a new link.',
  ),
  code_invalid: row(
    -32039,
    403,
    false,
    'This code is wrong, has expired, or was tried too often. Check the newest mail, or request another code.',
  ),
  second_factor_required: row(
    -32088,
    403,
    false,
    'This account has a second factor. Pass the ticket of this error and a code to accounts.passSecondFactor.',
  ),
  second_factor_invalid: row(
    -32084,
    403,
    false,
    'This code is wrong or was already used. Enter the current code of your authenticator app, or an unused recovery code.',
  ),
  second_factor_on: row(-32085, 409, false, 'The second factor is already on. Turn it off first.'),
  second_factor_off: row(-32086, 409, false, 'The second factor is off. Turn it on first.'),
  ticket_invalid: row(-32087, 403, false, 'This sign-in took too long, or was replaced. Sign in again.'),
  passkey_invalid: row(
    -32094,
    403,
    false,
    'This passkey does not work here: it was removed, belongs to another address of this server, or took too long. Try again, or use your password.',
  ),
  passkeys_full: row(-32095, 409, false, 'You have the largest number of passkeys. Remove one that you no longer use.'),
  passkeys_unavailable: row(
    -32096,
    409,
    false,
    'Passkeys need an address with https and a host name. Open this server at such an address.',
  ),
  export_too_soon: row(
    -32110,
    429,
    false,
    'You requested a copy of your data within the last day. Request the next one after the time in "until".',
  ),
  challenge_required: row(
    -32018,
    403,
    true,
    'Solve a challenge from accounts.challenge first. To sign in, pass the login there, because the challenge may have to be harder. Send the solution with this call as "challenge".',
  ),
  challenge_invalid: row(-32019, 403, true, 'The solution is wrong, expired or already used. Solve a new challenge.'),
  channel_closed: row(-32020, 403, false, 'An administrator closed this channel. You can still read it.'),
  group_full: row(-32021, 403, false, 'This group has reached its member limit.'),
  muted: row(-32022, 403, false, 'You are muted in this chat.'),
  muted_all: row(-32025, 403, false, 'Only the owner and admins can write here now.'),
  slow_mode: row(-32026, 429, true, 'Slow mode is on. Wait a moment before your next message here.'),
  flood_muted: row(
    -32043,
    403,
    false,
    'You sent many messages in a short time. You can write again at the time in "until".',
  ),
  word_refused: row(
    -32047,
    403,
    false,
    'This text contains a word that administrators of this server do not allow. Change the text.',
  ),
  newcomer_link: row(
    -32044,
    403,
    false,
    'This account is new. It can send links and contacts to friends now, and to others from the time in "until" on.',
  ),
  newcomer_mention: row(
    -32045,
    403,
    false,
    'This account is new. It can mention everyone, and people in channels, from the time in "until" on.',
  ),
  newcomer_requests: row(
    -32046,
    403,
    false,
    'This account is new and has asked enough strangers to be friends. It can ask more from the time in "until" on.',
  ),
  dissolved: row(-32027, 403, false, 'This group was dissolved. You can still read it.'),
  banned: row(-32028, 403, false, 'This person is banned from this group and cannot rejoin.'),
  not_open: row(-32029, 403, false, 'You need an invitation or a link to join.'),
  transfer_first: row(-32033, 403, false, 'Transfer ownership to another member first, or dissolve the group.'),
  admins_full: row(-32034, 403, false, 'This group has reached its limit of admins.'),
  blocked: row(-32023, 403, false, 'You blocked this person. Unblock them first.'),
  not_friends: row(-32024, 403, false, 'You are not friends with this person. Send a friend request first.'),
  privacy: row(-32060, 403, false, 'The privacy settings of this person do not allow this.'),
  too_many: row(-32035, 403, false, 'You have reached the limit. Remove one first.'),
  too_late: row(-32030, 403, false, 'It is too late to retract this message.'),
  too_many_pinned: row(-32040, 409, false, 'The limit of pins is reached. Unpin one first.'),
  too_many_reactions: row(-32041, 409, false, 'The limit of reactions is reached. Remove one of yours first.'),
  too_many_hidden: row(
    -32042,
    403,
    false,
    'Your account has reached its limit of hidden messages. Clear the chat instead.',
  ),
  retracted: row(-32031, 409, false, 'This message was retracted and cannot be changed.'),
  quota_exceeded: row(
    -32075,
    403,
    false,
    'Your files have used up the storage of your account. Delete some files first.',
  ),
  daily_quota_exceeded: row(
    -32076,
    403,
    false,
    'Your account has reached its daily sending limit. Try again after midnight UTC.',
  ),
  media_empty: row(-32070, 400, false, 'This file is empty.'),
  media_unsupported: row(-32071, 415, false, 'This picture format is not supported. Send a JPEG, PNG, WebP or GIF.'),
  media_too_many_pixels: row(-32072, 413, false, 'This picture has too many pixels. Make it smaller.'),
  media_too_costly: row(
    -32073,
    413,
    false,
    'This picture takes too long to decode. Save it as an ordinary JPEG or PNG, or make it smaller.',
  ),
  media_trailing_bytes: row(
    -32074,
    415,
    false,
    'This file continues after the end of its picture. Save the picture again and send the new file.',
  ),
  media_checking: row(-32077, 409, true, 'This file is still being checked. Try again in a moment.'),
  media_refused: row(-32078, 403, false, 'This file failed the security check, and the server deleted it.'),
  media_unchecked: row(
    -32079,
    503,
    false,
    'The server could not check this file in time, so it stays hidden. Try again later.',
  ),
} as const satisfies Record<string, ErrorSpec>

export type ErrorName = keyof typeof errors

/** The `data` of an error on the wire. */
export interface ErrorData {
  code: ErrorName
  retry: boolean
  /** Milliseconds to wait before a retry. */
  retryAfterMs?: number
  /** Until when the call's refusal can be undone, in epoch milliseconds: `account_closed` says when the account is erased, `network_blocked` when the block ends. `flood_muted` says when the mute ends, `newcomer_link` and similar errors when the account is no longer new. `export_too_soon` says when the next export can be requested. */
  until?: number
  /** The wrong parameter, as a path such as `body.text`. */
  field?: string
  /** Of `second_factor_required`: what `accounts.passSecondFactor` takes together with a code. */
  ticket?: string
}

/** An error on the wire, the same over every transport. */
export interface WireError {
  code: number
  message: string
  data: ErrorData
}

/** Errors that every method can return. A method's own `errors` lists only the ones particular to it. */
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
