import type { Migration } from './migration'

/** Adds what requests for an account hold of their provider, and the issuers whose identities owners removed. */
export const providerLinks: Migration = {
  sqlite: [
    'alter table requested_identities add column admin integer',
    'alter table requested_identities add column refresh_token blob',
    `create table removed_identities (
      user_key integer not null references users (key), issuer text not null, removed_at integer not null,
      primary key (user_key, issuer)) without rowid`,
  ],
  postgres: [
    'alter table requested_identities add column admin bigint',
    'alter table requested_identities add column refresh_token bytea',
    `create table removed_identities (
      user_key bigint not null references users (key), issuer text collate "C" not null, removed_at bigint not null,
      primary key (user_key, issuer))`,
  ],
}
