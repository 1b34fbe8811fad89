import type { Migration } from './migration'

/** Rows from before have no readings yet: a job fills them in, and the indexes say which are left. */
const indexes = [
  'create index spellings_by_user on spellings (user_key, chat_key)',
  'create index users_unread on users (key) where pinyin is null',
  'create index friends_unread on friends (owner_key, peer_key) where remark is not null and remark_pinyin is null',
  'create index members_unread on members (chat_key, user_key) where nickname is not null and nickname_pinyin is null',
]

const columns = [
  'alter table users add column pinyin text',
  'alter table friends add column remark_pinyin text',
  'alter table members add column nickname_pinyin text',
]

/** The pinyin of Chinese names, and the texts that find people by it. */
export const pinyin: Migration = {
  sqlite: [
    ...columns,
    "update users set pinyin = '' where name not glob '*[\u2e80-\ufaff\u{20000}-\u{3ffff}]*'",
    `create table spellings (
    chat_key integer not null, text text not null, user_key integer not null,
    primary key (chat_key, text, user_key)) without rowid`,
    ...indexes,
  ],
  postgres: [
    ...columns,
    "update users set pinyin = '' where name !~ '[\u2e80-\ufaff\u{20000}-\u{3ffff}]'",
    `create table spellings (
    chat_key bigint not null, text text collate "C" not null, user_key bigint not null,
    primary key (chat_key, text, user_key))`,
    ...indexes,
    // In the order of results. SQLite's index ends with the key anyway.
    'drop index if exists users_by_name',
    'create index users_by_name on users (name_folded, key)',
  ],
}
