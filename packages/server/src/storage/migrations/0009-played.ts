import type { Migration } from './migration'

/** Which voice messages each user has played. */
export const played: Migration = {
  sqlite: [
    `create table played (
      user_key integer not null references users (key), chat_key integer not null references chats (key),
      seq integer not null, message_id blob not null, rev integer not null,
      primary key (user_key, chat_key, seq)) without rowid`,
    'create index played_by_rev on played (user_key, rev)',
  ],
  postgres: [
    `create table played (
      user_key bigint not null references users (key), chat_key bigint not null references chats (key),
      seq bigint not null, message_id uuid not null, rev bigint not null,
      primary key (user_key, chat_key, seq))`,
    'create index played_by_rev on played (user_key, rev) where rev is not null',
  ],
}
