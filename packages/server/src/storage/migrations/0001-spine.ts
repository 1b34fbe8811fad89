import { type Kysely, sql } from 'kysely'

/**
 * Internal integer keys, 16-byte ids, messages append-only by rowid. Every key of `messages` begins with the chat, so
 * that the table can be partitioned by it.
 */
export const spine = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  'create table meta (name text primary key, value text not null) without rowid',
  `create table users (
    key integer primary key, id blob not null unique, username text not null unique, name text not null,
    name_folded text not null,
    admin integer not null, password_hash text not null, created_at integer not null, disabled_at integer,
    rev integer not null, profile_rev integer not null, changed_min integer not null,
    preferences_rev integer not null default 1, status text not null default 'online', status_text text, status_until integer,
    seen_at integer, bio text, seen_by text not null default 'everybody', found_by text not null default 'everybody',
    asked_by text not null default 'everybody', added_by text not null default 'everybody',
    shows_reads integer not null default 1, shows_typing integer not null default 1, avatar blob)`,
  'create index users_by_change on users (changed_min)',
  'create index users_by_name on users (name_folded)',
  `create table sessions (
    key integer primary key, id blob not null unique, user_key integer not null references users (key),
    token_hash blob not null unique, device text not null, created_at integer not null,
    last_seen_at integer not null, revoked_at integer, rev integer not null)`,
  'create index sessions_by_user on sessions (user_key, rev)',
  'create index sessions_by_end on sessions (revoked_at) where revoked_at is not null',
  `create table chats (
    key integer primary key, id blob not null unique, kind text not null, rev integer not null,
    row_rev integer not null, seq integer not null, first_seq integer not null, acl_rev integer not null,
    last_at integer not null, changed_min integer not null, created_at integer not null, name text,
    owner_key integer references users (key), max_members integer, history_visible integer not null,
    open integer not null, member_count integer not null, pinned text, direct_low integer references users (key),
    direct_high integer references users (key), about text, announcement text, join_policy text, rights text, leaves_silently integer not null default 0,
    name_folded text, muted_all integer not null default 0, slow_mode_ms integer not null default 0, dissolved_at integer,
    everybody integer not null default 0, avatar blob, unique (direct_low, direct_high))`,
  'create index chats_by_change on chats (changed_min)',
  "create index chats_channels on chats (name_folded, key) where kind = 'channel'",
  'create index chats_everybodys on chats (key) where everybody = 1',
  `create table members (
    chat_key integer not null references chats (key), user_key integer not null references users (key),
    role text not null, joined_seq integer not null, visible_from integer not null, left_seq integer,
    left_chat text, nickname text, nickname_folded text, muted_until integer, rev integer not null, primary key (chat_key, user_key)) without rowid`,
  'create index members_by_user on members (user_key, chat_key, left_seq, rev)',
  'create index members_by_rev on members (chat_key, rev)',
  'create index members_former on members (chat_key) where left_seq is not null',
  `create table messages (
    chat_key integer not null, seq integer not null, id blob not null, sender_key integer not null,
    at integer not null, body text not null, countable integer not null, reply_id blob, reply_seq integer,
    mentions text, sent_hash blob not null, made_rev integer not null, rev integer not null, edited_at integer,
    retracted_at integer)`,
  'create unique index messages_by_seq on messages (chat_key, seq)',
  'create unique index messages_by_id on messages (chat_key, id)',
  'create index messages_naming on messages (chat_key, seq) where mentions is not null',
  'create index messages_changed on messages (chat_key, rev) where rev > made_rev',
  `create table chat_states (
    user_key integer not null references users (key), chat_key integer not null references chats (key),
    read_seq integer not null, cleared_seq integer not null, rev integer not null,
    hidden_rev integer not null default 0, shown_seq integer not null default 0,
    pinned_at integer, muted_until integer, archived_at integer, marked_unread integer not null default 0,
    draft text, draft_reply_id blob, draft_reply_seq integer,
    primary key (user_key, chat_key)) without rowid`,
  'create index chat_states_by_reading on chat_states (chat_key, shown_seq)',
  'create index chat_states_pinned on chat_states (user_key) where pinned_at is not null',
  'create index chat_states_by_rev on chat_states (user_key, rev)',
  `create table hidden (
    user_key integer not null references users (key), chat_key integer not null references chats (key),
    seq integer not null, message_id blob not null, rev integer not null, primary key (user_key, chat_key, seq)) without rowid`,
  'create index hidden_by_rev on hidden (user_key, rev)',
  `create table reactions (
    chat_key integer not null references chats (key), seq integer not null, message_id blob not null, list text not null,
    bumped_at integer not null, rev integer not null, primary key (chat_key, seq)) without rowid`,
  'create index reactions_by_rev on reactions (chat_key, rev)',
  `create table my_reactions (
    user_key integer not null references users (key), chat_key integer not null references chats (key),
    seq integer not null, message_id blob not null, emojis text not null, rev integer not null,
    primary key (user_key, chat_key, seq)) without rowid`,
  'create index my_reactions_by_rev on my_reactions (user_key, rev)',
  'create index my_reactions_by_message on my_reactions (chat_key, seq)',
  `create table friends (
    owner_key integer not null references users (key), peer_key integer not null references users (key),
    state text not null, remark text, note text, blocked_at integer, since integer, rev integer not null,
    primary key (owner_key, peer_key)) without rowid`,
  'create index friends_by_rev on friends (owner_key, rev)',
  'create index friends_blocking on friends (peer_key, owner_key) where blocked_at is not null',
  `create table invites (
    code text primary key, user_key integer not null references users (key), created_at integer not null,
    expires_at integer not null, uses_left integer not null, revoked_at integer,
    chat_key integer references chats (key)) without rowid`,
  'create index invites_by_user on invites (user_key)',
  'create index invites_by_chat on invites (chat_key) where chat_key is not null',
  `create table bans (
    chat_key integer not null references chats (key), user_key integer not null references users (key),
    by_key integer not null references users (key), at integer not null, primary key (chat_key, user_key)) without rowid`,
  `create table join_requests (
    chat_key integer not null references chats (key), user_key integer not null references users (key),
    at integer not null, primary key (chat_key, user_key)) without rowid`,
  `create table last_sent (
    chat_key integer not null, user_key integer not null,
    at integer not null, primary key (chat_key, user_key)) without rowid`,
  'create table used_challenges (nonce text primary key, expires_at integer not null) without rowid',
  `create table leases (
    name text primary key, holder text not null, fence integer not null, until integer not null) without rowid`,
  `create table media (
    key integer primary key, id blob not null unique, owner_key integer not null references users (key),
    chat_key integer references chats (key), name text not null, sent_size integer not null, sent_hash blob,
    version text, size integer, width integer, height integer, thumbhash text, sizes text, created_at integer not null,
    ready_at integer, used_at integer not null, message_id blob, kept integer not null, released_at integer)`,
  'create index media_unsettled on media (used_at) where kept = 0 and released_at is null',
  'create index media_released on media (released_at) where released_at is not null',
]
