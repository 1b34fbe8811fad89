import type { Migration } from './migration'

const indexes = {
  members_by_rev: 'members (chat_key, rev)',
  reactions_by_rev: 'reactions (chat_key, rev)',
  my_reactions_by_rev: 'my_reactions (user_key, rev)',
  hidden_by_rev: 'hidden (user_key, rev)',
  friends_by_rev: 'friends (owner_key, rev)',
  chat_states_by_rev: 'chat_states (user_key, rev)',
}

/**
 * Lets PostgreSQL use these indexes for nothing but what they are for. Where an average chat has one row, all indexes that begin
 * with the chat look alike to it: it took one by rev to look up a single member, and went through the whole group each time. A
 * comparison of the column implies that it isn't null, and nothing else does. SQLite always prefers a unique key that is given whole.
 */
export const revsApart: Migration = {
  sqlite: [],
  postgres: [
    ...Object.entries(indexes).flatMap(([name, columns]) => [
      `drop index ${name}`,
      `create index ${name} on ${columns} where rev is not null`,
    ]),
    'drop index chat_states_by_reading',
    'create index chat_states_by_reading on chat_states (chat_key, shown_seq) where shown_seq is not null',
  ],
}
