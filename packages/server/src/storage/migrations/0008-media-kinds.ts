import type { Migration } from './migration'

const copyUses = `insert into media_uses (media_key, chat_key, message_id, used_at, settled)
  select key, chat_key, message_id, used_at, kept from media
  where message_id is not null and chat_key is not null and released_at is null`

const indexes = [
  'create index media_uses_by_message on media_uses (chat_key, message_id)',
  'create index media_uses_unsettled on media_uses (used_at) where settled = 0',
]

/** Uploads of every kind, and the messages that show each: a forwarded message shares the uploads of the first one. */
export const mediaKinds: Migration = {
  sqlite: [
    "alter table media add column kind text not null default 'image'",
    'alter table media add column mime text',
    'alter table media add column duration_ms integer',
    'alter table media add column peaks text',
    'alter table media add column poster blob',
    `create table media_uses (
      media_key integer not null references media (key),
      chat_key integer not null references chats (key),
      message_id blob not null,
      used_at integer not null,
      settled integer not null,
      primary key (media_key, chat_key, message_id)
    ) without rowid`,
    copyUses,
    ...indexes,
  ],
  postgres: [
    "alter table media add column kind text not null default 'image'",
    'alter table media add column mime text',
    'alter table media add column duration_ms bigint',
    'alter table media add column peaks text',
    'alter table media add column poster uuid',
    `create table media_uses (
      media_key bigint not null references media (key),
      chat_key bigint not null references chats (key),
      message_id uuid not null,
      used_at bigint not null,
      settled integer not null,
      primary key (media_key, chat_key, message_id)
    )`,
    copyUses,
    ...indexes,
  ],
}
