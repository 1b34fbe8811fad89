import type { Migration } from './migration'

/** Adds the links that reset passwords: one for each user at most, by the hash of its code. */
export const passwordResets: Migration = {
  sqlite: [
    `create table password_resets (
      user_key integer primary key references users (key), code_hash blob not null unique, expires_at integer not null)`,
  ],
  postgres: [
    `create table password_resets (
      user_key bigint primary key references users (key), code_hash bytea not null unique, expires_at bigint not null)`,
  ],
}
