import type { Migration } from './migration'

/** What a call asks of a group is found in the order in which it is answered, however many people the group has. */
const ofMembers = [
  'create index members_first on members (chat_key, joined_seq, user_key) where left_seq is null',
  'create index members_present on members (chat_key, user_key) where left_seq is null',
  'create index members_by_sight on members (chat_key, visible_from) where left_seq is null',
  "create index members_leading on members (chat_key, role) where role <> 'member'",
  'create index members_by_nickname on members (chat_key, nickname_folded) where nickname_folded is not null',
]

/** SQLite's index ends with the key of its table, and so with the user. */
export const flatLists: Migration = {
  sqlite: ofMembers,
  postgres: [
    ...ofMembers,
    'drop index my_reactions_by_message',
    'create index my_reactions_by_message on my_reactions (chat_key, seq, user_key)',
  ],
}
