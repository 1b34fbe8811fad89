import type { Migration } from './migration'

/** Where a text or caption with a web address begins, in what `body` holds. */
const kinds = (field: (name: string) => string, like: string) => {
  const hasLink = (name: string) => `${field(name)} ${like} '%http://%' or ${field(name)} ${like} '%https://%'`
  return [
    `insert into contents (chat_key, kind, seq)
     select chat_key, case ${field('type')} when 'voice' then 'voice' when 'file' then 'files' else 'media' end, seq
     from messages where retracted_at is null and ${field('type')} in ('image', 'video', 'album', 'voice', 'file')`,
    `insert into contents (chat_key, kind, seq)
     select chat_key, 'links', seq from messages
     where retracted_at is null and ${field('type')} in ('text', 'image', 'video', 'album', 'file')
       and (${hasLink('text')} or ${hasLink('caption')})`,
  ]
}

/** The first authors of forwarded messages, and lists of what chats hold. */
export const forwardsAndContents: Migration = {
  sqlite: [
    'alter table messages add column forwarded_id blob',
    'alter table messages add column forwarded_at integer',
    `create table contents (
      chat_key integer not null references chats (key),
      kind text not null,
      seq integer not null,
      primary key (chat_key, kind, seq)
    ) without rowid`,
    ...kinds((name) => `json_extract(body, '$.${name}')`, 'like'),
  ],
  postgres: [
    'alter table messages add column forwarded_id uuid',
    'alter table messages add column forwarded_at bigint',
    `create table contents (
      chat_key bigint not null references chats (key),
      kind text not null,
      seq bigint not null,
      primary key (chat_key, kind, seq)
    )`,
    ...kinds((name) => `(body::json ->> '${name}')`, 'ilike'),
  ],
}
