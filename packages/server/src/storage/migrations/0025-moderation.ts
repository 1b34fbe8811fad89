import type { Migration } from './migration'

const indexes = [
  'create index flood_mutes_by_rev on flood_mutes (rev)',
  'create index flood_mutes_old on flood_mutes (until)',
]

/** Adds automatic mutes, the trust in accounts, and how many strangers a new account has asked to be friends. */
export const moderation: Migration = {
  sqlite: [
    'alter table users add column trust integer not null default 0',
    'alter table users add column muted_until integer',
    'alter table users add column strangers_asked integer not null default 0',
    `create table flood_mutes (
      user_key integer primary key references users (key), at integer not null, until integer not null,
      step integer not null, rev integer not null)`,
    ...indexes,
  ],
  postgres: [
    'alter table users add column trust bigint not null default 0',
    'alter table users add column muted_until bigint',
    'alter table users add column strangers_asked bigint not null default 0',
    `create table flood_mutes (
      user_key bigint primary key references users (key), at bigint not null, until bigint not null,
      step bigint not null, rev bigint not null)`,
    ...indexes,
  ],
}
