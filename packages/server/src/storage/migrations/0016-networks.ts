import type { Migration } from './migration'

/** The order of the list of people with filters: one index for each state that few accounts are in. */
const indexes = [
  'create index registrations_by_network on registrations (network, at, user_key)',
  'create index registrations_by_time on registrations (at)',
  'create index network_bans_by_end on network_bans (expires_at)',
  'create index users_by_creation on users (created_at, key)',
  'create index users_disabled on users (created_at, key) where disabled_at is not null',
  'create index users_closed on users (created_at, key) where closed_at is not null',
  'create index users_admins on users (created_at, key) where admin = 1',
]

/** Adds where accounts were registered from, and the networks that can't register or sign in. */
export const networks: Migration = {
  sqlite: [
    `create table registrations (
      user_key integer primary key references users (key), address text not null, network text not null, at integer not null)`,
    `create table network_bans (
      network text primary key, created_at integer not null, expires_at integer not null) without rowid`,
    ...indexes,
  ],
  postgres: [
    `create table registrations (
      user_key bigint primary key references users (key), address text collate "C" not null,
      network text collate "C" not null, at bigint not null)`,
    `create table network_bans (
      network text collate "C" primary key, created_at bigint not null, expires_at bigint not null)`,
    ...indexes,
  ],
}
