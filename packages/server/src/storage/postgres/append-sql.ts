/** The statements that store batches of messages in PostgreSQL; each is prepared under its name. */
import { chatColumns } from '../append/appended-chat'

/** The clock of the database in epoch milliseconds. */
export const clockSql = '(extract(epoch from clock_timestamp()) * 1000)::int8'

/**
 * Locks chats in the order of their keys, and reads the clock after taking the locks. The key itself isn't locked, so
 * rows that only refer to a chat don't wait for its messages.
 */
export const lockChats = {
  name: 'append_lock',
  text: `select c.*, ${clockSql} as now from (
    select ${chatColumns}
    from chats where key = any ($1::int8[]) order by key for no key update) c`,
}
/**
 * Looks up each row by itself, through the index. PostgreSQL may plan a join while the table is small, as one scan, and
 * keeps such a plan while the table grows.
 */
export const findStored = {
  name: 'append_stored',
  text: `select m.* from unnest($1::int8[], $2::uuid[]) as sent (chat_key, id)
    cross join lateral (select * from messages where chat_key = sent.chat_key and id = sent.id limit 1) m`,
}
export const findPlaces = {
  name: 'append_places',
  text: `select sender.chat_key, sender.user_key, u.admin, m.user_key as member, m.left_seq, m.role, m.muted_until
    from unnest($1::int8[], $2::int8[]) as sender (chat_key, user_key)
    join users u on u.key = sender.user_key
    left join members m on m.chat_key = sender.chat_key and m.user_key = sender.user_key`,
}
/** The rows of both sides of some direct chats. */
export const findPairs = {
  name: 'append_pairs',
  text: `select f.owner_key, f.peer_key, f.state, f.blocked_at from unnest($1::int8[], $2::int8[]) as side (owner_key, peer_key)
    join friends f on f.owner_key = side.owner_key and f.peer_key = side.peer_key`,
}
/** When users last wrote into chats in slow mode. */
export const findSent = {
  name: 'append_sent',
  text: `select s.chat_key, s.user_key, s.at from unnest($1::int8[], $2::int8[]) as sender (chat_key, user_key)
    join last_sent s on s.chat_key = sender.chat_key and s.user_key = sender.user_key`,
}
export const putSent = {
  name: 'append_put_sent',
  text: `insert into last_sent (chat_key, user_key, at)
    select chat_key, user_key, $3 from unnest($1::int8[], $2::int8[]) as sender (chat_key, user_key)
    on conflict (chat_key, user_key) do update set at = excluded.at`,
}
/**
 * Lists side by side in the select list are expanded in step. In FROM, each would first fill a table of its own, which
 * takes eight times as long.
 */
const insertion = (name: string, more: { readonly columns: string; readonly lists: string }) => ({
  name,
  text: `insert into messages (chat_key, seq, id, sender_key, at, body, countable, reply_id, reply_seq, mentions, sent_hash, made_rev, rev${more.columns})
    select chat_key, seq, id, sender_key, at, body, 1, reply_id, reply_seq, mentions, sent_hash, rev, rev${more.columns}
    from (select unnest($1::int8[]) as chat_key, unnest($2::int8[]) as seq, unnest($3::uuid[]) as id, unnest($4::int8[]) as sender_key,
        unnest($5::int8[]) as at, unnest($6::text[]) as body, unnest($7::uuid[]) as reply_id, unnest($8::int8[]) as reply_seq,
        unnest($9::text[]) as mentions, unnest($10::bytea[]) as sent_hash, unnest($11::int8[]) as rev${more.lists}) sent`,
})
export const insertMessages = insertion('append_insert', { columns: '', lists: '' })
/** Batches without a message that was forwarded, or sent by a service, omit these lists. */
export const insertSourced = insertion('append_insert_sourced', {
  columns: ', forwarded_id, forwarded_at, via',
  lists: ', unnest($12::uuid[]) as forwarded_id, unnest($13::int8[]) as forwarded_at, unnest($14::text[]) as via',
})
export const insertContents = {
  name: 'append_contents',
  text: `insert into contents (chat_key, kind, seq)
    select unnest($1::int8[]), unnest($2::text[]), unnest($3::int8[])`,
}
export const moveChats = {
  name: 'append_move',
  text: `update chats set seq = moved.seq, rev = moved.rev, last_at = moved.last_at, changed_min = $5
    from unnest($1::int8[], $2::int8[], $3::int8[], $4::int8[]) as moved (key, seq, rev, last_at) where chats.key = moved.key`,
}
