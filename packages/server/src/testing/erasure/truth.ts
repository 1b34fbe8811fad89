import type { MediaId, StoredBody } from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import { toId } from '../../lib/uuid-bytes'
import { keysOf } from '../../media/blob-keys'
import type { Queries } from '../../storage/database'
import type { TestApp } from '../test-app'

/** The uploads that any user can still see: in a message or as an avatar. */
const shownIn = async (db: Queries): Promise<ReadonlySet<MediaId>> => {
  const chats = await db.selectFrom('chats').select(['key', 'direct_low', 'direct_high', 'avatar']).execute()
  const states = await db.selectFrom('chat_states').select(['user_key', 'chat_key', 'cleared_seq']).execute()
  const cleared = new Map(states.map((row) => [`${row.user_key}/${row.chat_key}`, row.cleared_seq]))
  const clearedByBoth = new Map(
    chats
      .filter(({ direct_low }) => direct_low !== null)
      .map(({ key, direct_low, direct_high }) => [
        key,
        Math.min(...[direct_low, direct_high].map((user) => cleared.get(`${user}/${key}`) ?? 0)),
      ]),
  )
  const messages = await db.selectFrom('messages').select(['chat_key', 'seq', 'body']).execute()
  const people = await db.selectFrom('users').select('avatar').execute()
  return new Set([
    ...messages
      .filter(({ chat_key, seq }) => seq > (clearedByBoth.get(chat_key) ?? 0))
      .flatMap(({ body }) => uploadsOf(JSON.parse(body) as StoredBody)),
    ...[...chats, ...people].flatMap(({ avatar }) => (avatar ? [toId<MediaId>(avatar)] : [])),
  ])
}

const blobsOf = async (app: TestApp): Promise<ReadonlySet<string>> => {
  const keys = new Set<string>()
  let after: string | undefined
  do {
    const page = await app.blobs.list({ after, limit: 100 })
    for (const { key } of page.blobs) keys.add(key)
    after = page.next
  } while (after !== undefined)
  return keys
}

/** The uploads that are shown, and the blobs that their rows name. */
const stateOf = (app: TestApp) =>
  app.database.read(async (db) => {
    const shown = await shownIn(db)
    const rows = await db.selectFrom('media').selectAll().execute()
    const ready = rows.filter((row) => row.released_at === null && row.ready_at !== null)
    return { shown, rows, keys: new Map(ready.map((row) => [toId<MediaId>(row.id), keysOf(row)])) }
  })

/** Data that users should see and the server has lost. */
export const findMissing = async (app: TestApp): Promise<string[]> => {
  // The rows first: their uploads stay until no user can see them.
  const { shown, keys } = await stateOf(app)
  const blobs = await blobsOf(app)
  return [...shown].flatMap((id) => {
    const named = keys.get(id) ?? []
    if (named.length === 0) return [`no row of ${id}`]
    return named.filter((key) => !blobs.has(key)).map((key) => `no blob ${key}`)
  })
}

/** Data that the server still has although no user can see it any longer, after the sweep. */
export const findLeftOver = async (app: TestApp): Promise<string[]> => {
  const { shown, rows, keys } = await stateOf(app)
  const named = new Set([...keys].flatMap(([id, some]) => (shown.has(id) ? some : [])))
  const parts = await app.blobs.uploads.list({ limit: 1_000 })
  const uses = await app.database.read((db) =>
    db
      .selectFrom('media_uses')
      .leftJoin('messages', (join) =>
        join.onRef('messages.chat_key', '=', 'media_uses.chat_key').onRef('messages.id', '=', 'media_uses.message_id'),
      )
      .select(['media_uses.message_id', 'messages.body'])
      .execute(),
  )
  return [
    ...[...(await blobsOf(app))].filter((key) => !named.has(key)).map((key) => `blob ${key}`),
    ...rows.flatMap(({ id }) => (shown.has(toId(id)) ? [] : [`row of ${toId(id)}`])),
    ...parts.map((id) => `parts of ${id}`),
    ...uses
      .filter(({ body }) => body === null || uploadsOf(JSON.parse(body) as StoredBody).length === 0)
      .map(({ message_id }) => `use by ${toId(message_id)}`),
  ]
}
