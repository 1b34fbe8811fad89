import { type ChatId, newUuidV7, type StoredBody, WORLD_CHAT_ID } from '@parley/protocol'
import { contentsOf } from '@parley/protocol/contents-of'
import { sql } from 'kysely'
import { toBytes } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { TestApp } from './test-app'

export interface CrowdOptions {
  readonly prefix: string
  readonly count: number
  /** The beginning of their network addresses, such as `203.0.113`. */
  readonly network: string
  readonly createdAt: number
}

const PART = 200

const inParts = async <T>(rows: readonly T[], insert: (part: T[]) => Promise<unknown>): Promise<void> => {
  for (let at = 0; at < rows.length; at += PART) await insert(rows.slice(at, at + PART))
}

/** Accounts written into the store, with the network that they were registered from. Returns their keys. */
export const insertCrowd = (app: TestApp, { prefix, count, network, createdAt }: CrowdOptions): Promise<number[]> =>
  app.database.write(async ({ db }) => {
    const rows = Array.from({ length: count }, (_, at) => ({
      ...{
        id: toBytes(newUuidV7()),
        username: `${prefix}${at}`,
        name: `${prefix} ${at}`,
        name_folded: `${prefix} ${at}`,
      },
      ...{ admin: 0, password_hash: '', created_at: createdAt + at, rev: 1, profile_rev: 1, changed_min: 0 },
    }))
    const keys: number[] = []
    await inParts(rows, async (part) => {
      const made = await db.insertInto('users').values(part).returning('key').execute()
      keys.push(...made.map(({ key }) => key))
    })
    keys.sort((a, b) => a - b)
    await inParts(keys, (part) =>
      db
        .insertInto('registrations')
        .values(
          part.map((key) => ({
            ...{ user_key: key, address: `${network}.${key % 250}`, network: `${network}.0/24` },
            at: createdAt,
          })),
        )
        .execute(),
    )
    return keys
  })

/** Messages written into the store at the end of a chat, one after the other. */
export const insertMessages = (
  app: TestApp,
  chatId: ChatId,
  said: readonly { readonly senderKey: number; readonly text: string }[],
): Promise<void> =>
  app.database.write(async ({ db, now }) => {
    const chat = await chatOf(db, chatId)
    const rows = said.map(({ senderKey, text }, at) => ({
      ...{ chat_key: chat.key, seq: chat.seq + 1 + at, id: toBytes(newUuidV7()), sender_key: senderKey, at: now },
      ...{ body: JSON.stringify({ type: 'text', text }), countable: 1, sent_hash: new Uint8Array(16) },
      ...{ made_rev: chat.rev + 1 + at, rev: chat.rev + 1 + at },
    }))
    await inParts(rows, (part) => db.insertInto('messages').values(part).execute())
    const contents = rows.flatMap(({ body, seq }) =>
      contentsOf(JSON.parse(body) as StoredBody).map((kind) => ({ chat_key: chat.key, kind, seq })),
    )
    await inParts(contents, (part) => db.insertInto('contents').values(part).execute())
    await db
      .updateTable('chats')
      .set({ seq: chat.seq + rows.length, rev: chat.rev + rows.length, last_at: now })
      .where('key', '=', chat.key)
      .execute()
  })

const chatOf = (db: Queries, chatId: ChatId) =>
  db.selectFrom('chats').selectAll().where('id', '=', toBytes(chatId)).executeTakeFirstOrThrow()

export const world = WORLD_CHAT_ID as ChatId

/** Everything that a cleanup may change, and its undo must bring back: without the revs of messages and chats. */
export const stateOf = (app: TestApp) =>
  app.database.read(async (db) => ({
    messages: await db
      .selectFrom('messages')
      .select(['chat_key', 'seq', 'sender_key', 'body', 'mentions', 'edited_at', 'retracted_at', 'forwarded_id'])
      .select(['forwarded_at', 'reply_seq', 'countable', 'at'])
      .orderBy('chat_key')
      .orderBy('seq')
      .execute(),
    users: await db.selectFrom('users').select(['key', 'disabled_at', 'closed_at', 'admin']).orderBy('key').execute(),
    reactions: await db
      .selectFrom('reactions')
      .select(['chat_key', 'seq', 'list'])
      .orderBy('chat_key')
      .orderBy('seq')
      .execute(),
    contents: await db.selectFrom('contents').selectAll().orderBy('chat_key').orderBy('kind').orderBy('seq').execute(),
    pinned: await db.selectFrom('chats').select(['key', 'pinned']).orderBy('key').execute(),
    files: await db
      .selectFrom('media')
      .select(['key', 'released_at'])
      .select(sql<number>`(select count(*) from media_uses where media_key = media.key)`.as('uses'))
      .orderBy('key')
      .execute(),
  }))

/** Rows that cleanups hold while they can be undone. */
export const heldRows = (app: TestApp) =>
  app.database.read(async (db) => {
    const counts: Record<string, number> = {}
    for (const table of ['wave_accounts', 'wave_chats', 'withdrawn'] as const) {
      const { count } = await db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      counts[table] = Number(count)
    }
    return counts
  })
