import type { ChatId } from '@parley/protocol'
import pg from 'pg'

/** How much is added to what a test made through the API. */
export const crowdSize = {
  people: 20_000,
  members: 6_000,
  former: 500,
  /** Members of every chat but the first. */
  fewer: 500,
  messages: 30_000,
  pairs: 200,
  alone: 20_000,
  /** Of the owner of every chat. */
  uploads: 10_000,
  /** Half of them are one administrator's acts on one person. */
  audit: 40_000,
  /** Half of them have ended. Each has a reporter, and a few have very many. */
  reports: 20_000,
} as const

/** Ids of version 7 that only their number decides; `kind` is a hexadecimal digit. */
const idOf = (kind: string, number: string): string =>
  `('00000000-000${kind}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`

/**
 * Makes a PostgreSQL database uneven, like real ones. One group and one channel have very many members, messages and
 * reactions, beside thousands of chats of two. There are so many small chats that an average chat has hardly more than
 * one member. Nothing is analysed.
 */
export const fillPostgres = async (url: string, chatIds: readonly ChatId[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica; set synchronous_commit = off')
    for (const statement of peopleAndPairs) await client.query(statement)
    for (const [at, chatId] of chatIds.entries())
      for (const statement of crowdOf(chatId, at)) await client.query(statement)
  } finally {
    await client.end()
  }
}

const { people, former, messages, pairs, alone, audit, reports } = crowdSize

const peopleAndPairs = [
  `insert into users (key, id, username, name, name_folded, admin, password_hash, created_at, rev, profile_rev, changed_min)
   select 1000 + n, ${idOf('1', 'n')}, 'person' || n, 'Person ' || n, 'person ' || n, 0, '', 0, 1, 1, 0
   from generate_series(1, ${people}) n`,
  `insert into registrations (user_key, address, network, at)
   select 1000 + n, '198.51.100.9', '198.51.100.0/24', n from generate_series(1, ${people}) n`,
  `insert into chats (key, id, kind, rev, row_rev, seq, first_seq, acl_rev, last_at, changed_min, created_at, history_visible,
     open, member_count, direct_low, direct_high)
   select 1000 + n, ${idOf('2', 'n')}, 'direct', 4, 1, 3, 1, 1, 0, 0, 0, 0, 1, 2, 1000 + n, 1001 + n
   from generate_series(1, ${pairs}) n`,
  `insert into chats (key, id, kind, rev, row_rev, seq, first_seq, acl_rev, last_at, changed_min, created_at, history_visible,
     open, member_count)
   select 100000 + n, ${idOf('8', 'n')}, 'group', 1, 1, 0, 1, 1, 0, 0, 0, 0, 1, 1 from generate_series(1, ${alone}) n`,
  `insert into members (chat_key, user_key, role, joined_seq, visible_from, rev)
   select 100000 + n, 1001 + n % ${people}, 'member', 0, 1, 1 from generate_series(1, ${alone}) n`,
  `insert into members (chat_key, user_key, role, joined_seq, visible_from, rev)
   select 1000 + n, 1000 + n + side, 'member', 0, 1, 1 from generate_series(1, ${pairs}) n, generate_series(0, 1) side`,
  `insert into chat_states (user_key, chat_key, read_seq, cleared_seq, rev)
   select user_key, chat_key, 0, 0, 1 from members where chat_key > 1000`,
  `insert into messages (chat_key, seq, id, sender_key, at, body, countable, sent_hash, made_rev, rev)
   select 1000 + n, seq, ${idOf('3', 'n * 4 + seq')}, 1000 + n, 0, '{"type":"text","text":"hello"}', 1, '', 1 + seq, 1 + seq
   from generate_series(1, ${pairs}) n, generate_series(1, 3) seq`,
  `insert into audit (key, at, action, by_key, address, user_key)
   select 1000 + n, n, case when n % 4 < 2 then 'reset_link_made' else 'user_disabled' end, 1001 + n % 2, '', 1001 + n % 2
   from generate_series(1, ${audit}) n`,
  `insert into reports (key, id, chat_key, message_id, user_key, at, count, reasons, messages, ended_at, act)
   select 1000000 + n, ${idOf('b', 'n')}, case when n % 3 > 0 then 1000 + n % ${pairs} end,
     case when n % 3 > 0 then ${idOf('c', 'n')} end, 1001 + n % ${people}, ${Date.now()} + n, 1, '{"spam":1}', '[]',
     case when n % 2 = 0 then ${Date.now()} + n end, case when n % 2 = 0 then 'dismiss' end
   from generate_series(1, ${reports}) n`,
  `insert into reporters (report_key, place, by_key, reason, at)
   select 1000000 + n, place, 1000 + place, 'spam', ${Date.now()}
   from generate_series(1, ${reports}) n, generate_series(1, case when n % 5000 = 0 then ${people} else 1 end) place`,
  `insert into media_holds (media_key, holder) select n, ${idOf('b', 'n')} from generate_series(1, ${reports}) n`,
]

/** Every twentieth message was edited, every fiftieth has reactions, and people came one by one. */
const crowdOf = (chatId: ChatId, at: number): string[] => {
  const members = at === 0 ? crowdSize.members : crowdSize.fewer
  const chat = `(select key from chats where id = '${chatId}')`
  const place = (n: string) => `${chat}, 1000 + ${n}, 'member', ${n}, ${n}`
  const columns = 'chat_key, user_key, role, joined_seq, visible_from'
  return [
    `insert into members (${columns}, rev) select ${place('n')}, n from generate_series(1, ${members}) n`,
    `insert into members (${columns}, rev, left_seq)
     select ${place('n')}, n, 9 from generate_series(${members + 1}, ${members + former}) n`,
    `insert into chat_states (user_key, chat_key, read_seq, cleared_seq, rev, shown_seq)
     select user_key, chat_key, 0, 0, 1, 5 from members where chat_key = ${chat} and user_key > 1000`,
    `insert into messages (chat_key, seq, id, sender_key, at, body, countable, sent_hash, made_rev, rev)
     select ${chat}, n, ${idOf(`${4 + at}`, 'n')}, 1000 + n % ${members}, 0, '{"type":"text","text":"hello"}', 1, '',
       n + 1000, case when n % 20 = 0 then ${messages} + 1000 + n else n + 1000 end
     from generate_series(1000, ${messages}) n`,
    `insert into contents (chat_key, kind, seq)
     select ${chat}, (array['media', 'files', 'voice', 'links'])[1 + n % 4], n from generate_series(1000, ${messages}) n`,
    `insert into media (id, owner_key, chat_key, name, sent_size, created_at, used_at, kept, stored_bytes, kind)
     select ${idOf((9 + at).toString(16), 'n')}, m.user_key, ${chat}, 'a.bin', n, 0, 0, 1, 16384 + n, 'file'
     from generate_series(1, ${crowdSize.uploads}) n, members m where m.chat_key = ${chat} and m.role = 'owner'`,
    `insert into reactions (chat_key, seq, message_id, list, bumped_at, rev)
     select ${chat}, n, ${idOf(`${4 + at}`, 'n')}, '[]', 0, ${messages} + 1000 + n
     from generate_series(1000, ${messages}) n where n % 50 = 1`,
    `insert into reports (id, chat_key, message_id, user_key, at, count, reasons, messages, ended_at, act)
     select ${idOf((13 + at).toString(16), 'n')}, ${chat}, ${idOf(`${4 + at}`, 'n')}, 1000 + n, ${Date.now()} + n, 1, '{"spam":1}',
       '[]', case when n % 2 = 0 then ${Date.now()} + n end, case when n % 2 = 0 then 'dismiss' end
     from generate_series(1, ${reports}) n`,
    `update chats set seq = ${messages}, rev = ${2 * messages} + 2000, member_count = member_count + ${members}
     where key = ${chat}`,
  ]
}
