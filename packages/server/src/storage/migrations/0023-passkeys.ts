import type { Migration } from './migration'

/** Adds passkeys, and the number of them to each account. */
export const passkeys: Migration = {
  sqlite: [
    'alter table users add column passkeys integer not null default 0',
    `create table passkeys (
      user_key integer not null references users (key), credential_id blob not null, id blob not null,
      public_key blob not null, counter integer not null, rp_id text not null, name text not null,
      synced integer not null, created_at integer not null, last_used_at integer,
      primary key (user_key, credential_id)) without rowid`,
    'create index passkeys_by_host on passkeys (rp_id)',
  ],
  postgres: [
    'alter table users add column passkeys bigint not null default 0',
    `create table passkeys (
      user_key bigint not null references users (key), credential_id bytea not null, id uuid not null,
      public_key bytea not null, counter bigint not null, rp_id text not null, name text not null,
      synced integer not null, created_at bigint not null, last_used_at bigint,
      primary key (user_key, credential_id))`,
    'create index passkeys_by_host on passkeys (rp_id)',
  ],
}
