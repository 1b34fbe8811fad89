/**
 * Writes people, chats and messages directly into the database of a stopped server. Signing up thousands of people over
 * the API would measure argon2id.
 * It uses the tables of the server's `storage/migrations`. After a change of the tables, the next run fails at the
 * insert.
 */
import { Database, type SQLQueryBindings } from 'bun:sqlite'
import { type ChatId, newUuidV7 } from '@parley/protocol/ids'
import { loadText } from '../wire/send-template'
import { seededToken } from './tokens'

export interface Person {
  key: number
  id: string
  token: string
}

export interface SeededChat {
  key: number
  id: ChatId
  /** The chat's rev with all its messages. */
  rev: number
}

/** A person's profile. */
export interface Profile {
  readonly username: string
  readonly name: string
  readonly admin: boolean
  readonly passwordHash: string
}

/** One message of a history. */
export interface Line {
  readonly sender: Person
  /** Epoch milliseconds, no earlier than the line before. */
  readonly atMs: number
  readonly body: object
  /** The seq of the message that this one replies to. */
  readonly answers?: number
  /** The message was edited or retracted. The body is the one after the change. */
  readonly changed?: 'edited' | 'retracted'
  /** Reactions by emoji. A person may use each emoji once. */
  readonly reactions?: readonly { readonly emoji: string; readonly people: readonly Person[] }[]
}

const toBytes = (id: string): Uint8Array => Buffer.from(id.replaceAll('-', ''), 'hex')
const startedAt = 1_700_000_000_000
/** How many people a reaction names: `limits.reactionSample`, without loading the rules of the protocol. */
const namedReactors = 8
const changedAfterMs = 30_000

type Table = 'user' | 'session' | 'chat' | 'member' | 'state' | 'friend' | 'message' | 'reaction' | 'own'
type Insert = (...values: SQLQueryBindings[]) => number

interface ChatOf {
  readonly members: number
  readonly name?: string
  readonly owner?: number
  readonly low?: number
  readonly high?: number
}

/** No reply, and never changed. */
const nothing = [null, null, null, null] as const

export class Seeder {
  readonly #db: Database
  readonly #insert: Record<Table, Insert>
  #names = 0

  constructor(databasePath: string) {
    this.#db = new Database(databasePath, { readwrite: true })
    this.#db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000')
    this.#insert = {
      user: this.#into(
        'users',
        'id username name name_folded pinyin admin password_hash created_at rev profile_rev changed_min',
      ),
      session: this.#into('sessions', 'id user_key token_hash device created_at last_seen_at rev'),
      chat: this.#into(
        'chats',
        'id kind rev row_rev seq first_seq acl_rev last_at changed_min created_at name owner_key max_members ' +
          'history_visible open member_count direct_low direct_high',
      ),
      member: this.#into('members', 'chat_key user_key role joined_seq visible_from rev'),
      state: this.#into('chat_states', 'user_key chat_key read_seq cleared_seq rev'),
      friend: this.#into('friends', 'owner_key peer_key state since rev'),
      message: this.#into(
        'messages',
        'chat_key seq id sender_key at body countable sent_hash made_rev rev reply_id reply_seq edited_at retracted_at',
      ),
      reaction: this.#into('reactions', 'chat_key seq message_id list bumped_at rev'),
      own: this.#into('my_reactions', 'user_key chat_key seq message_id emojis rev'),
    }
  }

  #into(table: string, columns: string): Insert {
    const names = columns.split(' ')
    const statement = this.#db.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    )
    return (...values) => Number(statement.run(...values).lastInsertRowid)
  }

  /** Runs `work` in one transaction. */
  all<T>(work: () => T): T {
    return this.#db.transaction(work)()
  }

  /** A person with one session and their saved messages. */
  person(profile?: Profile): Person {
    const number = ++this.#names
    const id = newUuidV7()
    const { username, name, admin, passwordHash } = profile ?? {
      ...{ username: `bench${number}`, name: `Bench ${number}`, admin: false, passwordHash: 'none' },
    }
    // No name here is Chinese.
    const names = [username, name, name.normalize('NFKC').toLowerCase(), '']
    const key = this.#insert.user(toBytes(id), ...names, admin ? 1 : 0, passwordHash, startedAt, 1, 1, 0)
    const token = seededToken(number)
    const hash = new Bun.CryptoHasher('sha256').update(token).digest()
    this.#insert.session(toBytes(newUuidV7()), key, hash, 'bench', startedAt, Date.now(), 1)
    const person = { key, id, token }
    this.direct(person, person)
    return person
  }

  /** The direct chat of two people; with the same person twice, their saved messages. */
  direct(one: Person, other: Person): SeededChat {
    const [low, high] = [Math.min(one.key, other.key), Math.max(one.key, other.key)]
    const chat = this.#chat('direct', { low, high, members: low === high ? 1 : 2 })
    for (const key of new Set([low, high])) this.#join(chat, key, 'member')
    return chat
  }

  /** A group of these people, owned by the first one. */
  group(people: readonly Person[], name = 'Bench'): SeededChat {
    const chat = this.#chat('group', { owner: people[0]?.key ?? 0, members: people.length, name })
    for (const [index, person] of people.entries()) this.#join(chat, person.key, index === 0 ? 'owner' : 'member')
    return chat
  }

  friends(one: Person, other: Person): void {
    this.#insert.friend(one.key, other.key, 'friends', startedAt, 1)
    this.#insert.friend(other.key, one.key, 'friends', startedAt, 1)
  }

  /** Marks a chat as read by a person up to a seq. */
  read(chat: SeededChat, person: Person, seq: number): void {
    this.#db
      .query('update chat_states set read_seq = ?1, shown_seq = ?1 where user_key = ?2 and chat_key = ?3')
      .run(seq, person.key, chat.key)
  }

  /** Stores the message that first shows a picture, which never changes. */
  showPicture(mediaId: string, messageId: string): void {
    this.#db.query('update media set message_id = ?, kept = 1 where id = ?').run(toBytes(messageId), toBytes(mediaId))
  }

  /** Adds `count` text messages to a new chat. */
  messages(chat: SeededChat, sender: Person, count: number): void {
    const body = JSON.stringify({ type: 'text', text: loadText(60) })
    const hash = new Bun.CryptoHasher('sha256').update(body).digest().subarray(0, 16)
    for (let seq = 1; seq <= count; seq++) {
      const id = toBytes(newUuidV7(startedAt + seq))
      const rev = seq + 1
      this.#insert.message(chat.key, seq, id, sender.key, startedAt + seq, body, 1, hash, rev, rev, ...nothing)
    }
    chat.rev = count + 1
    this.#db
      .query('update chats set seq = ?, rev = ?, last_at = ? where key = ?')
      .run(count, chat.rev, startedAt + count, chat.key)
  }

  /** Edits every twentieth of a chat's messages, and reacts to every fiftieth, after all messages. */
  changes(chat: SeededChat, count: number): void {
    this.#db
      .query('update messages set rev = ?1 + seq, edited_at = at where chat_key = ?2 and seq % 20 = 0')
      .run(chat.rev, chat.key)
    this.#db
      .query(
        `insert into reactions (chat_key, seq, message_id, list, bumped_at, rev)
         select chat_key, seq, id, '[]', at, ?1 + ?3 + seq from messages where chat_key = ?2 and seq % 50 = 1`,
      )
      .run(chat.rev, chat.key, count)
    chat.rev += 2 * count
    this.#db.query('update chats set rev = ? where key = ?').run(chat.rev, chat.key)
  }

  /**
   * Adds messages to a new chat. Changed messages and reactions get the revs after the last message. Returns the ids of
   * the messages.
   */
  history(chat: SeededChat, lines: readonly Line[]): readonly string[] {
    const ids = lines.map(({ atMs }) => newUuidV7(atMs))
    let rev = lines.length + 1
    for (const [index, line] of lines.entries()) {
      const [id, made] = [toBytes(ids[index] ?? ''), index + 2]
      const at = line.atMs + changedAfterMs
      const reply = line.answers === undefined ? [null, null] : [toBytes(ids[line.answers - 1] ?? ''), line.answers]
      const changed = [line.changed === 'edited' ? at : null, line.changed === 'retracted' ? at : null]
      const body = JSON.stringify(line.body)
      const hash = new Bun.CryptoHasher('sha256').update(body).digest().subarray(0, 16)
      this.#insert.message(
        ...[chat.key, index + 1, id, line.sender.key, line.atMs, body, 1, hash],
        ...[made, line.changed ? ++rev : made, ...reply, ...changed],
      )
      if (line.reactions) this.#react(chat, { ...line, seq: index + 1, id, rev: ++rev })
    }
    chat.rev = rev
    this.#db
      .query('update chats set seq = ?, rev = ?, last_at = ? where key = ?')
      .run(lines.length, chat.rev, lines.at(-1)?.atMs ?? startedAt, chat.key)
    return ids
  }

  #react(chat: SeededChat, message: Line & { seq: number; id: Uint8Array; rev: number }): void {
    const { seq, id, rev, atMs, reactions = [] } = message
    const list = reactions.map(({ emoji, people }) => ({
      ...{ emoji, count: people.length, users: people.map(({ key }) => key).slice(-namedReactors) },
    }))
    this.#insert.reaction(chat.key, seq, id, JSON.stringify(list), atMs + changedAfterMs, rev)
    for (const { key } of new Set(reactions.flatMap(({ people }) => people))) {
      const own = reactions.filter(({ people }) => people.some((one) => one.key === key)).map(({ emoji }) => emoji)
      this.#insert.own(key, chat.key, seq, id, JSON.stringify(own), 1)
    }
  }

  /**
   * Spreads the sign-ups of all people over time, a second apart, and over a thousand networks. Of the later half, it
   * disables one in fifty and closes one in seventy.
   */
  registrations(): { readonly network: string; readonly halfAtMs: number } {
    const { last } = this.#db.query<{ last: number }, []>('select max(key) as last from users').get() ?? { last: 0 }
    this.#db.query('update users set created_at = ? + key * 1000').run(startedAt)
    this.#db.query('update users set disabled_at = created_at where key > ? and key % 50 = 0').run(last >> 1)
    this.#db
      .query('update users set closed_at = ?1, erase_at = ?1 + 86400000 where key > ?2 and key % 70 = 1')
      .run(Date.now(), last >> 1)
    this.#db
      .query(
        `insert into registrations (user_key, address, network, at)
         select key, '10.' || (key % 1000 / 256) || '.' || (key % 256) || '.7',
           '10.' || (key % 1000 / 256) || '.' || (key % 256) || '.0/24', created_at from users`,
      )
      .run()
    return { network: '10.1.77.0/24', halfAtMs: startedAt + (last >> 1) * 1_000 }
  }

  /** Adds acts to the audit log, a second apart: half of them by the administrator, the others by the server itself. */
  acts(admin: Person, count: number): void {
    const actions = ['flood_muted', 'user_disabled', 'user_enabled', 'report_ended', 'network_blocked', 'limits_set']
    this.#db
      .query(
        `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ?1)
         insert into audit (at, action, by_key, address, user_key, before, after)
         select ?2 + n * 1000, json_extract(?3, '$[' || (n * 7 % 6) || ']'), iif(n % 2 = 0, ?4, null), null,
           1 + n * 7919 % (select max(key) from users), '{"step":0}', '{"step":1}' from numbers`,
      )
      .run(count, startedAt, JSON.stringify(actions), admin.key)
  }

  /** Writes the log into the database file and closes the database. */
  close(): void {
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    this.#db.close()
  }

  #chat(kind: 'direct' | 'group', of: ChatOf): SeededChat {
    const id = newUuidV7() as ChatId
    const minute = Math.floor(startedAt / 60_000)
    const group = kind === 'group'
    const key = this.#insert.chat(
      ...[toBytes(id), kind, 1, 1, 0, 1, 1, startedAt, minute, startedAt, of.name ?? null, of.owner ?? null],
      ...[group ? Math.max(500, of.members + 1) : null, group ? 1 : 0, 1, of.members, of.low ?? null, of.high ?? null],
    )
    return { key, id, rev: 1 }
  }

  #join(chat: SeededChat, userKey: number, role: string): void {
    this.#insert.member(chat.key, userKey, role, 0, 1, 1)
    this.#insert.state(userKey, chat.key, 0, 0, 1)
  }
}
