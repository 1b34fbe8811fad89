import type { Migration } from './migration'

/** Adds the failed sign-ins and guessed codes that all nodes count together. */
export const failures: Migration = {
  sqlite: ['create table failures (key text primary key, count integer not null, at integer not null) without rowid'],
  postgres: ['create table failures (key text collate "C" primary key, count integer not null, at bigint not null)'],
}
