import type { Schema } from '../../storage/schema'

/**
 * The effect of an erasure on each table. A new table doesn't compile before it has its place here. Rows of a person
 * need a step in `accounts/erase-steps.ts`, and `everything.ts` writes such a row.
 */
export const classified: { readonly [Table in keyof Schema]: Fate } = {
  meta: 'not of people',
  users: 'emptied',
  spellings: 'deleted',
  reserved_names: 'not of people',
  sessions: 'deleted',
  chats: 'of all members',
  members: 'emptied',
  messages: 'of all members',
  contents: 'of all members',
  chat_states: 'emptied',
  hidden: 'deleted',
  played: 'deleted',
  reactions: 'of all members',
  my_reactions: 'deleted',
  friends: 'deleted',
  media: 'of all members',
  media_uses: 'of all members',
  media_holds: 'of all members',
  invites: 'deleted',
  bans: 'deleted',
  join_requests: 'deleted',
  last_sent: 'deleted',
  account_requests: 'before the account',
  used_challenges: 'not of people',
  password_resets: 'deleted',
  emails: 'deleted',
  email_codes: 'deleted',
  second_factors: 'deleted',
  recovery_codes: 'deleted',
  passkeys: 'deleted',
  sign_in_tickets: 'deleted',
  exports: 'deleted',
  export_entries: 'emptied',
  identities: 'deleted',
  provider_flows: 'before the account',
  proved_identities: 'before the account',
  requested_identities: 'before the account',
  removed_identities: 'deleted',
  provider_sessions: 'deleted',
  audit: 'emptied',
  waves: 'not of people',
  wave_accounts: 'deleted',
  wave_chats: 'of all members',
  withdrawn: 'of all members',
  registrations: 'deleted',
  network_bans: 'not of people',
  flood_mutes: 'deleted',
  reports: 'deleted',
  reporters: 'emptied',
  failures: 'deleted',
  usage: 'deleted',
  service_tokens: 'not of people',
  external_users: 'deleted',
  service_chats: 'of all members',
  used_jwts: 'not of people',
  leases: 'not of people',
}

/**
 * `deleted`: rows of the account go. `emptied`: they stay without anything about the person. `of all members`: they stay
 * while someone else can see them. `before the account`: they are gone once there is an account to erase.
 */
export type Fate = 'deleted' | 'emptied' | 'of all members' | 'before the account' | 'not of people'
