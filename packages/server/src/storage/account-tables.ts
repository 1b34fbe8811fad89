import type { AuditAction, WaveId } from '@parley/protocol'
import type { Generated } from 'kysely'
import type { StoredId } from '../lib/uuid-bytes'

/** Tables about accounts, beside the users and their sessions. */
export interface AccountTables {
  /** Keyed hashes of the user names of erased accounts. */
  reserved_names: { name_hash: Uint8Array; erased_at: number }
  /** Texts that find people by the pinyin of their name, or of their nickname in a group. */
  spellings: {
    /** The group of a nickname; 0 for names of profiles. */
    chat_key: number
    text: string
    user_key: number
  }
  /** Used proofs of work, until they would expire. */
  used_challenges: {
    nonce: string
    expires_at: number
  }
  /** Requests for an account that wait for an administrator. The account comes to be with the approval. */
  account_requests: {
    id: StoredId
    username: string
    name: string
    password_hash: string
    note: string | null
    device: string
    /** The network address that sent it. */
    address: string
    /** The hash of the ticket, which becomes the token of the first session. */
    token_hash: Uint8Array
    at: number
  }
  /** Links that reset passwords, until they are used or expire. */
  password_resets: { user_key: number; code_hash: Uint8Array; expires_at: number }
  /** Confirmed addresses. */
  emails: {
    user_key: number
    address: string
    /** The address in its form for comparison. */
    folded: string
    /** The language of mails to it. */
    language: string
    verified_at: number
  }
  /** Codes that were sent to addresses, until they are used or expire. */
  email_codes: {
    user_key: number
    purpose: 'verify' | 'recover'
    address: string
    folded: string
    language: string
    code_hash: string
    expires_at: number
  }
  /** Secrets of authenticator apps. */
  second_factors: {
    user_key: number
    /** In Base32. The server has to compute codes from it, so that it isn't hashed. */
    secret: string
    /** The step of the last used code: it and earlier ones are refused. */
    last_step: number
    /** When the account will have all its tries again. */
    tries_until: number
    /** When a secret that waits for its first code expires; null once the factor is on. */
    expires_at: number | null
  }
  /** Hashes of the unused recovery codes of the second factor. */
  recovery_codes: { user_key: number; code_hash: Uint8Array }
  /** Passkeys of accounts. */
  passkeys: {
    user_key: number
    credential_id: Uint8Array
    id: StoredId
    /** In the form of COSE. */
    public_key: Uint8Array
    /** The last signature counter of the authenticator; 0 for synced passkeys, which have none. */
    counter: number
    /** The host that it works on. */
    rp_id: string
    name: string
    /** 1: devices of the person share it. */
    synced: number
    created_at: number
    last_used_at: number | null
  }
  /** Sign-ins that wait for a code of the second factor. */
  sign_in_tickets: {
    ticket_hash: Uint8Array
    user_key: number
    kind: 'sign_in' | 'restore' | 'mail' | 'link'
    /** The hash of what the first step proved: the ticket is void once it changed. */
    proof: Uint8Array
    /** The hash of the new password, where the ticket sets one. */
    password_hash: string | null
    expires_at: number
  }
  /** Accounts of OpenID providers that open an account here. */
  identities: {
    key: Generated<number>
    user_key: number
    /** The name of the provider in the settings. */
    provider: string
    issuer: string
    /** The person, as the issuer names them. */
    subject: string
    /** The provider's name for its account, such as its e-mail address. */
    label: string | null
    created_at: number
    used_at: number
  }
  /** Sign-ins through a provider that are on their way. */
  provider_flows: {
    state_hash: Uint8Array
    provider: string
    /** The hash of the browser's cookie: no other browser can finish the sign-in. */
    browser_hash: Uint8Array
    nonce: string
    /** The secret of PKCE. */
    verifier: string
    redirect_uri: string
    /** The page to which the sign-in returns. */
    back: string
    /** The account whose owner proves to be there; null for sign-ins. */
    proves_key: number | null
    address: string
    expires_at: number
  }
  /** People whom a provider has vouched for, before their account, or before a further step. */
  proved_identities: {
    ticket_hash: Uint8Array
    provider: string
    issuer: string
    subject: string
    label: string | null
    /** Proposals for the account. */
    username: string | null
    name: string | null
    /** Whether the provider's groups make the person an administrator; null where they don't decide. */
    admin: number | null
    /** Encrypted. */
    refresh_token: Uint8Array | null
    expires_at: number
  }
  /** The identities of requests for an account. */
  requested_identities: {
    request_id: StoredId
    provider: string
    issuer: string
    subject: string
    label: string | null
    /** Whether the provider's groups made the person an administrator when they asked; null where they don't decide. */
    admin: number | null
    /** Encrypted. */
    refresh_token: Uint8Array | null
  }
  /** Issuers of identities that owners removed: no address links an identity there to the account again. */
  removed_identities: {
    user_key: number
    issuer: string
    removed_at: number
  }
  /** Sessions that began through a provider and follow it. */
  provider_sessions: {
    session_id: StoredId
    user_key: number
    identity_key: number
    provider: string
    /** Encrypted. Null: the session ends at `check_at`. */
    refresh_token: Uint8Array | null
    /** How often in a row the provider could not be asked. */
    failures: Generated<number>
    check_at: number
  }
  /** Acts of administrators. */
  audit: {
    key: Generated<number>
    at: number
    action: AuditAction
    /** Null for the command line. */
    by_key: number | null
    /** The address of the administrator's device; null for the command line, and after the erasure of the administrator. */
    address: string | null
    /** The name of the service token that acted; null for people. */
    service: Generated<string | null>
    user_key: number | null
    chat_key: number | null
    /** The changed settings as JSON. */
    before: string | null
    after: string | null
  }
  /** The network addresses that accounts were registered from, for a limited time. */
  registrations: {
    user_key: number
    address: string
    /** The network of the address, as `networkAround` names it. */
    network: string
    at: number
  }
  /** Networks that can't register or sign in. */
  network_bans: { network: string; created_at: number; expires_at: number }
  /** The last automatic mute of each account, as long as it can lead to a longer one. */
  flood_mutes: {
    user_key: number
    at: number
    /** When it ends; 0 once an administrator lifted it. */
    until: number
    /** The place in the list of durations, from 0. */
    step: number
    /** The rev of the rules of moderation that it came with. */
    rev: number
  }
  /** Cleanups of spam waves. */
  waves: {
    key: Generated<number>
    id: WaveId
    created_at: number
    /** `finishing` removes what an undo would have needed. */
    state: 'cleaning' | 'cleaned' | 'finishing' | 'final' | 'undoing' | 'undone'
    accounts: number
    accounts_done: number
    messages: number
    messages_done: number
    chats: number
    /** When all sessions of the accounts have ended on every node; null until all accounts are disabled. */
    settles_at: number | null
    /** 1: messages that arrived until then are included. */
    rechecked: number
    /** When everything was disabled and retracted. */
    ended_at: number | null
  }
  /** Accounts of cleanups that can still be undone. */
  wave_accounts: {
    wave_key: number
    user_key: number
    /** 1: the account is disabled. */
    done: number
    /** The `disabled_at` that cleanups set; null for accounts that stay disabled after an undo. */
    disabled_at: number | null
  }
  /** Chats in which a cleanup looks for messages: from the next seq to the last. */
  wave_chats: { wave_key: number; chat_key: number; next_seq: number; end_seq: number }
  /** Failed sign-ins and guessed codes per subject; rows are void after an hour without another failure. */
  failures: { key: string; count: number; at: number }
  /** Exports of people's own data: archives that are being built, that can be downloaded, or that are being removed. */
  exports: {
    key: Generated<number>
    /** The id of its upload and of its blob. */
    id: StoredId
    /** Null once the account is erased, and only the blob is left. */
    user_key: number | null
    state: 'building' | 'ready' | 'failed' | 'removing'
    requested_at: number
    /** JSON: where the work continues. */
    cursor: string
    /** The length of the archive as far as it counts. */
    bytes: Generated<number>
    /** The number of files in it. */
    entries: Generated<number>
    /** Chats and uploads that are in it, and all of them. */
    done: Generated<number>
    total: Generated<number>
    /** Failures since the last progress. */
    tries: Generated<number>
    /** From when on a node may continue. The export that waits longest comes first. */
    due_at: number
    ready_at: number | null
    expires_at: number | null
  }
  /** The files in archives that are being built, for the directory at the end of the archive. */
  export_entries: { export_key: number; place: number; entry: string }
}
