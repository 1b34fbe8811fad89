import type { Migration } from './migration'

/** Finds the next upload of an account, whatever the sizes of its uploads. */
const statements = ['create index media_of_owner on media (owner_key, key)']

export const uploadsByOwner: Migration = { sqlite: statements, postgres: statements }
