import type { Migration } from './migration'

const indexes = [
  'create index account_requests_by_time on account_requests (at, id)',
  'create index account_requests_by_address on account_requests (address)',
]

/** Requests for an account, which wait for an administrator. */
export const accountRequests: Migration = {
  sqlite: [
    `create table account_requests (
      id blob primary key, username text not null unique, name text not null, password_hash text not null, note text,
      device text not null, address text not null, token_hash blob not null unique, at integer not null) without rowid`,
    ...indexes,
  ],
  postgres: [
    `create table account_requests (
      id uuid primary key, username text collate "C" not null unique, name text not null, password_hash text not null,
      note text, device text not null, address text collate "C" not null, token_hash bytea not null unique,
      at bigint not null)`,
    ...indexes,
  ],
}
