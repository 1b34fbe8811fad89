import type { Migration } from './migration'

/** Counts what each account writes and uploads in a day, and the bytes that its files take. */
export const usage: Migration = {
  sqlite: [
    `create table usage (
      user_key integer primary key references users (key),
      day integer not null,
      written_bytes integer not null,
      file_bytes integer not null
    )`,
    'alter table media add column stored_bytes integer not null default 0',
    'update media set stored_bytes = coalesce(size, 0)',
    'create index media_by_owner on media (owner_key, stored_bytes)',
  ],
  postgres: [
    `create table usage (
      user_key bigint primary key references users (key),
      day integer not null,
      written_bytes bigint not null,
      file_bytes bigint not null
    )`,
    'alter table media add column stored_bytes bigint not null default 0',
    'update media set stored_bytes = coalesce(size, 0)',
    'create index media_by_owner on media (owner_key, stored_bytes)',
  ],
}
