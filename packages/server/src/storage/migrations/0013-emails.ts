import type { Migration } from './migration'

/** Adds confirmed e-mail addresses, one for each user at most, and the codes sent to addresses. */
export const emails: Migration = {
  sqlite: [
    `create table emails (
      user_key integer primary key references users (key), address text not null, folded text not null unique,
      language text not null, verified_at integer not null)`,
    `create table email_codes (
      user_key integer not null references users (key), purpose text not null, address text not null,
      folded text not null, language text not null, code_hash text not null, expires_at integer not null,
      primary key (user_key, purpose)) without rowid`,
  ],
  postgres: [
    `create table emails (
      user_key bigint primary key references users (key), address text not null, folded text not null unique,
      language text not null, verified_at bigint not null)`,
    `create table email_codes (
      user_key bigint not null references users (key), purpose text not null, address text not null,
      folded text not null, language text not null, code_hash text not null, expires_at bigint not null,
      primary key (user_key, purpose))`,
  ],
}
