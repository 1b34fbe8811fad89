import type { Migration } from './migration'

const index = 'create index media_checking on media (owner_key, scan_due) where scan_due is not null'

/** Whether uploads were checked by the scanner of the installation. What is there already counts as clean. */
export const mediaScan: Migration = {
  sqlite: [
    "alter table media add column scan text not null default 'clean'",
    'alter table media add column scan_due integer',
    'alter table media add column scan_since integer',
    index,
  ],
  postgres: [
    "alter table media add column scan text not null default 'clean'",
    'alter table media add column scan_due bigint',
    'alter table media add column scan_since bigint',
    index,
  ],
}
