/**
 * Writes people, chats and messages straight into the database of a server that is not running: registering thousands
 * over the API would measure argon2id. Knows the tables of packages/server/src/storage/migrations; when they change,
 * the run that follows fails at the insert.
 */
import { Database, type SQLQueryBindings } from 'bun:sqlite'
import { type ChatId, newUuidV7 } from '@parley/protocol/ids'
import { loadText } from '../wire/send-template'
import { seededToken } from './tokens'

/** A seeded person. */
export interface Person {
  key: number
  id: string
  token: string
}

/** A seeded chat. */
export interface SeededChat {
  key: number
  id: ChatId
  /** The chat's rev once its messages are in. */
  rev: number
}

const toBytes = (id: string): Uint8Array => Buffer.from(id.replaceAll('-', ''), 'hex')
const startedAt = 1_700_000_000_000

type Insert = (...values: SQLQueryBindings[]) => number

export class Seeder {
  readonly #db: Database
  readonly #insert: Record<'user' | 'session' | 'chat' | 'member' | 'state' | 'message', Insert>
  #names = 0

  constructor(databasePath: string) {
    this.#db = new Database(databasePath, { readwrite: true })
    this.#db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000')
    this.#insert = {
      user: this.#into(
        'users',
        'id username name name_folded admin password_hash created_at rev profile_rev changed_min',
      ),
      session: this.#into('sessions', 'id user_key token_hash device created_at last_seen_at rev'),
      chat: this.#into(
        'chats',
        'id kind rev row_rev seq first_seq acl_rev last_at changed_min created_at name owner_key max_members ' +
          'history_visible open member_count direct_low direct_high',
      ),
      member: this.#into('members', 'chat_key user_key role joined_seq visible_from rev'),
      state: this.#into('chat_states', 'user_key chat_key read_seq cleared_seq rev'),
      message: this.#into('messages', 'chat_key seq id sender_key at body countable sent_hash made_rev rev'),
    }
  }

  #into(table: string, columns: string): Insert {
    const names = columns.split(' ')
    const statement = this.#db.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    )
    return (...values) => Number(statement.run(...values).lastInsertRowid)
  }

  /** Everything inside `work` is one transaction. */
  all<T>(work: () => T): T {
    return this.#db.transaction(work)()
  }

  /** A person with one session and the chat with themself. */
  person(): Person {
    const number = ++this.#names
    const id = newUuidV7()
    const names = [`bench${number}`, `Bench ${number}`, `bench ${number}`]
    const key = this.#insert.user(toBytes(id), ...names, 0, 'none', startedAt, 1, 1, 0)
    const token = seededToken(number)
    const hash = new Bun.CryptoHasher('sha256').update(token).digest()
    this.#insert.session(toBytes(newUuidV7()), key, hash, 'bench', startedAt, Date.now(), 1)
    const person = { key, id, token }
    this.direct(person, person)
    return person
  }

  /** The direct chat of two people; with the same one twice, their saved messages. */
  direct(one: Person, other: Person): SeededChat {
    const [low, high] = [Math.min(one.key, other.key), Math.max(one.key, other.key)]
    const chat = this.#chat('direct', { low, high, members: low === high ? 1 : 2 })
    for (const key of new Set([low, high])) this.#join(chat, key, 'member')
    return chat
  }

  /** A group of these people, the first of them its owner. */
  group(people: readonly Person[]): SeededChat {
    const chat = this.#chat('group', { owner: people[0]?.key ?? 0, members: people.length })
    for (const [index, person] of people.entries()) this.#join(chat, person.key, index === 0 ? 'owner' : 'member')
    return chat
  }

  /** Adds `count` text messages to a chat that was just made. */
  messages(chat: SeededChat, sender: Person, count: number): void {
    const body = JSON.stringify({ type: 'text', text: loadText(60) })
    const hash = new Bun.CryptoHasher('sha256').update(body).digest().subarray(0, 16)
    for (let seq = 1; seq <= count; seq++) {
      const id = toBytes(newUuidV7(startedAt + seq))
      const rev = seq + 1
      this.#insert.message(chat.key, seq, id, sender.key, startedAt + seq, body, 1, hash, rev, rev)
    }
    chat.rev = count + 1
    this.#db
      .query('update chats set seq = ?, rev = ?, last_at = ? where key = ?')
      .run(count, chat.rev, startedAt + count, chat.key)
  }

  /** Writes the log into the database file and closes. */
  close(): void {
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    this.#db.close()
  }

  #chat(kind: 'direct' | 'group', of: { members: number; owner?: number; low?: number; high?: number }): SeededChat {
    const id = newUuidV7() as ChatId
    const minute = Math.floor(startedAt / 60_000)
    const group = kind === 'group'
    const key = this.#insert.chat(
      ...[toBytes(id), kind, 1, 1, 0, 1, 1, startedAt, minute, startedAt, group ? 'Bench' : null, of.owner ?? null],
      ...[group ? Math.max(500, of.members) : null, group ? 1 : 0, 1, of.members, of.low ?? null, of.high ?? null],
    )
    return { key, id, rev: 1 }
  }

  #join(chat: SeededChat, userKey: number, role: string): void {
    this.#insert.member(chat.key, userKey, role, 0, 1, 1)
    this.#insert.state(userKey, chat.key, 0, 0, 1)
  }
}
