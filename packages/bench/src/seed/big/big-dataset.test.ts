import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Chat,
  contract,
  type DomainName,
  type Message,
  type MethodName,
  type Params,
  type Reactions,
  type Result,
  type UserId,
} from '@parley/protocol'
import { ParleyServer } from '../../targets/parley'
import { databasePath } from '../datasets'
import { bigPassword, bigUsers, largestGroup, longestChat } from './big-dataset'
import { landmarkSeq, landmarkText } from './history'
import { SeedRefused, seedBig } from './seed-command'

const size = { messages: 2_000, chats: 24, members: 230, pictures: 4 }
const directory = mkdtempSync(join(tmpdir(), 'parley-big-'))
const data = join(directory, 'big')
let server: ParleyServer

beforeAll(async () => {
  await seedBig(data, size)
  server = await ParleyServer.start({ directory, name: 'big' })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

const call = async <N extends MethodName>(method: N, params: Params<N>, token?: string): Promise<Result<N>> => {
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(params),
  })
  if (!answer.ok) throw new Error(await answer.text())
  // The rows match the contract.
  const [domain, name] = method.split('.') as [DomainName, string]
  const { output } =
    (contract[domain] as unknown as Record<string, { output: { parse(value: unknown): unknown } }>)[name] ?? {}
  return output?.parse(await answer.json()) as Result<N>
}

const signIn = async (login: string) => (await call('accounts.login', { login, password: bigPassword })).session.token

const chatsOf = async (token: string): Promise<Chat[]> => {
  const { chats } = await call('sync.pull', {}, token)
  return chats.flatMap(({ chat }) => chat ?? [])
}

const named = (chats: readonly Chat[], name: string): Chat => {
  const found = chats.find((chat) => chat.name === name)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

test('all named users can sign in, and the first one has all the chats', async () => {
  const tokens = await Promise.all(bigUsers.map(signIn))
  const { chats } = await call('sync.pull', {}, tokens[0])
  expect(chats).toHaveLength(size.chats)
  const unread = chats.filter(({ view }) => (view?.unread ?? 0) > 0)
  expect(unread.length).toBeGreaterThan(0)
  expect(unread.length).toBeLessThan(size.chats)
})

test('the longest chat is complete, in order, and has every kind of message', async () => {
  const token = await signIn('test')
  const chat = named(await chatsOf(token), longestChat)
  const [messages, reactions]: [Message[], Reactions[]] = [[], []]
  for (let after = 0, more = true; more; ) {
    const page = await call('messages.list', { chatId: chat.id, after, limit: 100 }, token)
    messages.push(...page.messages)
    reactions.push(...page.reactions)
    after = page.messages.at(-1)?.seq ?? after
    more = page.more
  }
  expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: size.messages }, (_, at) => at + 1))
  expect(messages.every(({ at }, index) => at >= (messages[index - 1]?.at ?? 0))).toBe(true)
  for (const kind of ['text', 'image', 'retracted'] as const)
    expect(messages.filter(({ body }) => body.type === kind).length, kind).toBeGreaterThan(0)
  expect(messages.filter(({ editedAt }) => editedAt).length).toBeGreaterThan(0)
  for (const { replyTo } of messages) if (replyTo) expect(messages[replyTo.seq - 1]?.id).toBe(replyTo.id)
  expect(messages[landmarkSeq - 1]?.body).toEqual({ type: 'text', text: landmarkText })
  expect(messages.at(-4)?.replyTo?.seq).toBe(landmarkSeq)
  expect(reactions.length).toBeGreaterThan(10)
  for (const { list, seq, messageId } of reactions) {
    expect(messages[seq - 1]?.id).toBe(messageId)
    for (const { count, users } of list) expect(users).toHaveLength(count)
  }
  const ids = [...new Set(messages.flatMap(({ body }) => (body.type === 'image' ? [body.mediaId] : [])))]
  const { media } = await call('media.get', { ids }, token)
  expect(media).toHaveLength(size.pictures)
  const picture = await fetch(`http://127.0.0.1:${server.port}${media[0]?.sizes[0]?.path}`)
  expect(picture.headers.get('content-type')).toBe('image/webp')
})

test('the largest group has all its members, and accepts messages like any other chat', async () => {
  const token = await signIn('demo')
  const chats = await chatsOf(token)
  const group = named(chats, largestGroup)
  const seen = new Set<string>()
  for (let after: UserId | undefined, more = true; more; ) {
    const page = await call('groups.members', { chatId: group.id, ...(after ? { after } : {}) }, token)
    for (const { userId } of page.members) seen.add(userId)
    after = page.members.at(-1)?.userId
    more = page.more
  }
  expect(seen.size).toBe(size.members)
})

test('there are no dangling references', () => {
  using db = new Database(databasePath(data), { readonly: true })
  expect(db.query('pragma foreign_key_check').all()).toEqual([])
  expect(db.query('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  const wrong = db
    .query(
      `select chats.key from chats where seq != (select count(*) from messages where chat_key = chats.key)
        or rev < (select coalesce(max(rev), 1) from messages where chat_key = chats.key)
        or rev < (select coalesce(max(rev), 1) from reactions where chat_key = chats.key)
        or everybody = 0 and member_count != (select count(*) from members where chat_key = chats.key)`,
    )
    .all()
  expect(wrong).toEqual([])
})

test('with more chats than people, groups share the same people', async () => {
  const other = join(directory, 'crowded')
  await seedBig(other, { messages: 200, chats: 40, members: 4, pictures: 1 })
  using db = new Database(databasePath(other), { readonly: true })
  const chats = db
    .query<{ count: number }, []>(
      `select count(*) as count from members join users on users.key = user_key where username = 'demo'`,
    )
    .all()
  // The world has no row for each member.
  expect(chats).toEqual([{ count: 39 }])
  expect(db.query('pragma foreign_key_check').all()).toEqual([])
})

test('an impossible size is refused before anything is written', async () => {
  const other = mkdtempSync(join(directory, 'other-'))
  for (const wrong of [
    { chats: 3 },
    { members: 3 },
    { members: 100_001 },
    { messages: 199 },
    { messages: Number.NaN },
  ]) {
    const [name] = Object.keys(wrong)
    await expect(seedBig(other, { ...size, ...wrong })).rejects.toThrow(new RegExp(`^${name} is a whole number from`))
  }
  expect(readdirSync(other)).toEqual([])
})

test("a directory that isn't empty is refused and left alone", async () => {
  const other = mkdtempSync(join(directory, 'other-'))
  writeFileSync(join(other, 'photo.jpg'), 'mine')
  expect(await seedBig(other, size).catch((error) => error)).toBeInstanceOf(SeedRefused)
  expect(readdirSync(other)).toEqual(['photo.jpg'])
})
