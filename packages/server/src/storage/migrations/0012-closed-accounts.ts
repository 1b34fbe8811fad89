import type { Migration } from './migration'

const indexes = [
  'create index users_to_erase on users (erase_at) where erase_at is not null',
  'create index users_unsettled on users (key) where unsettled = 1',
  'create index friends_by_peer on friends (peer_key, owner_key)',
  'create index bans_by_user on bans (user_key)',
  'create index join_requests_by_user on join_requests (user_key)',
]

/** Closed accounts with the time of their erasure, and the hashes of erased user names, which stay reserved. */
export const closedAccounts: Migration = {
  sqlite: [
    'alter table users add column closed_at integer',
    'alter table users add column erase_at integer',
    'alter table users add column erased_at integer',
    'alter table users add column unsettled integer not null default 0',
    'create table reserved_names (name_hash blob primary key, erased_at integer not null) without rowid',
    ...indexes,
  ],
  postgres: [
    'alter table users add column closed_at bigint',
    'alter table users add column erase_at bigint',
    'alter table users add column erased_at bigint',
    'alter table users add column unsettled integer not null default 0',
    'create table reserved_names (name_hash bytea primary key, erased_at bigint not null)',
    ...indexes,
  ],
}
