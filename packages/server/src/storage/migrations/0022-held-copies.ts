import type { Migration } from './migration'

/**
 * Bytes that a report holds get an id that nobody knows, so that the sender of a retracted file learns nothing. A hold names no row for
 * good: nodes of an earlier version remove uploads without a look at holds. And a ban says whether an administrator of the server made it.
 */
const bansByAdmin = `update bans set by_admin = 1 where exists (
  select 1 from reports where reports.chat_key = bans.chat_key and reports.user_key = bans.user_key
  and reports.act = 'ban' and reports.by_admin = 1 and reports.ended_at = bans.at and reports.ended_by = bans.by_key)`

/** Earlier versions kept the bytes under the id that the sender knows. */
const heldUnder = (id: string) =>
  `update media set copy_of = id, copied = 0, id = ${id}
   where released_at is not null and key in (select media_key from media_holds)`

const indexes = [
  'create index media_copies on media (copy_of) where copy_of is not null',
  'create index media_uncopied on media (key) where copied = 0',
]

export const heldCopies: Migration = {
  sqlite: [
    'alter table media add column copy_of blob',
    'alter table media add column copied integer not null default 1',
    ...indexes,
    'alter table bans add column by_admin integer not null default 0',
    bansByAdmin,
    `create table holds_without_reference (
      media_key integer not null, holder blob not null, primary key (media_key, holder)) without rowid`,
    'insert into holds_without_reference select media_key, holder from media_holds',
    'drop table media_holds',
    'alter table holds_without_reference rename to media_holds',
    'create index media_holds_of on media_holds (holder)',
    heldUnder('randomblob(16)'),
  ],
  postgres: [
    'alter table media add column copy_of uuid',
    'alter table media add column copied integer not null default 1',
    ...indexes,
    'alter table bans add column by_admin integer not null default 0',
    bansByAdmin,
    'alter table media_holds drop constraint media_holds_media_key_fkey',
    heldUnder('gen_random_uuid()'),
  ],
}
