import type { Migration } from './migration'

/** Adds the second factor of sign-ins: secrets, recovery codes, and the tickets of sign-ins that wait for a code. */
export const secondFactor: Migration = {
  sqlite: [
    'alter table users add column second_factor_at integer',
    'alter table users add column recovery_codes integer not null default 0',
    `create table second_factors (
      user_key integer primary key references users (key), secret text not null, last_step integer not null default 0,
      tries_until integer not null default 0, expires_at integer)`,
    'create index second_factors_pending on second_factors (expires_at) where expires_at is not null',
    `create table recovery_codes (
      user_key integer not null references users (key), code_hash blob not null,
      primary key (user_key, code_hash)) without rowid`,
    `create table sign_in_tickets (
      ticket_hash blob primary key, user_key integer not null references users (key), kind text not null,
      proof blob not null, password_hash text, expires_at integer not null) without rowid`,
    'create index sign_in_tickets_of_user on sign_in_tickets (user_key, expires_at)',
    'create index sign_in_tickets_old on sign_in_tickets (expires_at)',
  ],
  postgres: [
    'alter table users add column second_factor_at bigint',
    'alter table users add column recovery_codes bigint not null default 0',
    `create table second_factors (
      user_key bigint primary key references users (key), secret text not null, last_step bigint not null default 0,
      tries_until bigint not null default 0, expires_at bigint)`,
    'create index second_factors_pending on second_factors (expires_at) where expires_at is not null',
    `create table recovery_codes (
      user_key bigint not null references users (key), code_hash bytea not null, primary key (user_key, code_hash))`,
    `create table sign_in_tickets (
      ticket_hash bytea primary key, user_key bigint not null references users (key), kind text not null,
      proof bytea not null, password_hash text, expires_at bigint not null)`,
    'create index sign_in_tickets_of_user on sign_in_tickets (user_key, expires_at)',
    'create index sign_in_tickets_old on sign_in_tickets (expires_at)',
  ],
}
