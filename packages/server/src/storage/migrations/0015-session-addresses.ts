import type { Migration } from './migration'

/** Adds the network address that a session signed in from. */
export const sessionAddresses: Migration = {
  sqlite: ['alter table sessions add column address text'],
  postgres: ['alter table sessions add column address text'],
}
