import { toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import * as store from './person-store'
import { jsonFile, numbered, type Section, timeOf } from './section'

interface Rows<Place, Row> {
  /** The name of its files, without their number. */
  readonly name: string
  readonly start: Place
  readonly select: (db: Queries, userKey: number, after: Place) => Promise<readonly Row[]>
  readonly placeOf: (row: Row) => Place
  readonly shown: (row: Row) => unknown
}

/** A section of rows: one file for each page of them. */
const rowsOf =
  <Place, Row>({ name, start, select, placeOf, shown }: Rows<Place, Row>): Section =>
  async ({ database }, { userKey }, after) => {
    const { place, file } = (after ?? { place: start, file: 1 }) as { place: Place; file: number }
    const rows = await database.read((db) => select(db, userKey, place))
    const last = rows.at(-1)
    const isFull = rows.length === store.PAGE_ROWS && last !== undefined
    return {
      files: rows.length === 0 && file > 1 ? [] : [jsonFile(`${name}-${numbered(file)}.json`, rows.map(shown))],
      next: isFull ? { place: placeOf(last), file: file + 1 } : undefined,
    }
  }

const idOf = (id: Parameters<typeof toId>[0] | null): string | null => (id === null ? null : toId<string & {}>(id))

const sessions = rowsOf({
  name: 'sessions',
  start: { rev: 0, key: 0 },
  select: store.selectSessions,
  placeOf: ({ rev, key }) => ({ rev, key }),
  shown: (row) => ({
    ...{ id: idOf(row.id), device: row.device, address: row.address },
    ...{ since: timeOf(row.created_at), lastSeen: timeOf(row.last_seen_at), ended: timeOf(row.revoked_at) },
  }),
})

const friends = rowsOf({
  name: 'friends',
  start: 0,
  select: store.selectFriends,
  placeOf: ({ peer_key }) => peer_key,
  shown: (row) => ({
    ...{ userId: idOf(row.id), username: row.username, name: row.name, state: row.state, since: timeOf(row.since) },
    ...{ remark: row.remark, note: row.note, blocked: timeOf(row.blocked_at) },
  }),
})

const invites = rowsOf({
  name: 'invite-links',
  start: '',
  select: store.selectInvites,
  placeOf: ({ code }) => code,
  shown: (row) => ({
    ...{ code: row.code, groupId: idOf(row.chat_id), created: timeOf(row.created_at) },
    ...{ expires: timeOf(row.expires_at), usesLeft: row.uses_left, revoked: timeOf(row.revoked_at) },
  }),
})

const requests = rowsOf({
  name: 'join-requests',
  start: 0,
  select: store.selectRequests,
  placeOf: ({ chat_key }) => chat_key,
  shown: ({ id, name, at }) => ({ groupId: idOf(id), group: name, at: timeOf(at) }),
})

const reports = rowsOf({
  name: 'reports',
  start: { at: 0, report: 0 },
  select: store.selectReports,
  placeOf: ({ at, report_key: report }) => ({ at, report }),
  shown: (row) => ({
    ...{ at: timeOf(row.at), reason: row.reason, note: row.note, userId: idOf(row.id) },
    ...{ chatId: idOf(row.chat_id), messageId: idOf(row.message_id) },
  }),
})

/** Without the administrators who did it: they are people, too. */
const actsAbout = rowsOf({
  name: 'acts-of-administrators-about-you',
  start: { at: 0, key: 0 },
  select: (db, userKey, place: store.AuditPlace) => store.selectActs(db, userKey, { ...place, which: 'about' }),
  placeOf: ({ at, key }) => ({ at, key }),
  shown: ({ at, action }) => ({ at: timeOf(at), action }),
})

const actsBy = rowsOf({
  name: 'acts-as-administrator',
  start: { at: 0, key: 0 },
  select: (db, userKey, place: store.AuditPlace) => store.selectActs(db, userKey, { ...place, which: 'by' }),
  placeOf: ({ at, key }) => ({ at, key }),
  shown: ({ at, action, address }) => ({ at: timeOf(at), action, address }),
})

const marks = (name: string, table: 'my_reactions' | 'hidden' | 'played') =>
  rowsOf({
    name,
    start: { chat: 0, seq: 0 },
    select: (db, userKey, place: store.MarkPlace) => store.selectMarks(db, userKey, { ...place, table }),
    placeOf: ({ chat_key: chat, seq }) => ({ chat, seq }),
    shown: ({ id, seq, message_id, emojis }) => ({
      ...{ chatId: idOf(id), messageId: idOf(message_id), seq },
      ...(emojis === undefined ? {} : { emojis: JSON.parse(emojis) as string[] }),
    }),
  })

/** Everything that is a list of rows. */
export const rowSections: readonly Section[] = [
  sessions,
  friends,
  invites,
  requests,
  reports,
  actsAbout,
  actsBy,
  marks('reactions', 'my_reactions'),
  marks('hidden-messages', 'hidden'),
  marks('played-voice-messages', 'played'),
]
