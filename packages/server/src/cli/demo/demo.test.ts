import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatDelta, Result } from '@parley/protocol'
import { App } from '../../app'
import { type Config, parseConfig } from '../../config/config'
import { systemClock } from '../../lib/clock'
import { silentLogger } from '../../lib/logger'
import { DataDirectoryError } from '../../storage/data-directory'
import { demoPassword, demoUsers } from './cast'
import { isDemo, prepareDemo } from './prepare'
import { talksOf } from './script'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'parley-demo-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))

const configOf = (env: Record<string, string> = {}, demo = false): Config =>
  parseConfig({
    env: { PARLEY_PORT: '0', PARLEY_TCP_PORT: 'off', PARLEY_DATA_DIR: join(directory, 'data'), ...env },
    demo,
  })

const startApp = (config: Config): Promise<App> =>
  App.start({
    config,
    clock: systemClock,
    logger: silentLogger,
    version: 'test',
    webRoot: join(directory, 'web'),
    onFatal: (error) => {
      throw error
    },
  })

const post = async (app: App, method: string, { token, ...params }: Record<string, unknown>): Promise<unknown> => {
  const headers = {
    'content-type': 'application/json',
    ...(typeof token === 'string' ? { authorization: `Bearer ${token}` } : {}),
  }
  const body = JSON.stringify(params)
  return (await fetch(`http://127.0.0.1:${app.port}/api/${method}`, { method: 'POST', body, headers })).json()
}

const messagesOf = (chats: readonly ChatDelta[]) => chats.flatMap(({ messages = [] }) => messages)

test('an empty directory gets people, friends, groups and a few hundred messages of the last days', async () => {
  await prepareDemo(configOf())
  expect(isDemo(configOf())).toBe(true)
  const app = await startApp(configOf({}, true))
  expect(await post(app, 'accounts.policy', {})).toMatchObject({ demo: true })
  const tokens: string[] = []
  for (const login of demoUsers) {
    const signedIn = (await post(app, 'accounts.login', { login, password: demoPassword })) as Result<'accounts.login'>
    expect(signedIn.user).toMatchObject({ username: login, admin: login === 'admin' })
    tokens.push(signedIn.session.token)
  }
  const { chats, user } = (await post(app, 'sync.pull', { token: tokens[0] })) as Result<'sync.pull'>
  expect(chats.map(({ chat }) => chat?.name)).toEqual(expect.arrayContaining(['Cabin weekend 🌲', '周六火锅']))
  expect(user?.friends?.filter(({ state }) => state === 'friends').length).toBeGreaterThan(5)
  const newest = messagesOf(chats)
  const texts = newest.flatMap(({ body }) => (body.type === 'text' ? [body.text] : []))
  expect(texts).toEqual(expect.arrayContaining(['一定 😊', 'Perfect. Good night, cabin people 🌲']))
  const now = Date.now()
  expect(Math.max(...newest.map(({ at }) => at))).toBeLessThan(now)
  expect(Math.min(...newest.map(({ at }) => at))).toBeGreaterThan(now - 8 * 24 * 3_600_000)
  const stored = chats.reduce((sum, { chat, messages = [] }) => sum + (chat?.seq ?? messages.at(-1)?.seq ?? 0), 0)
  expect(stored).toBeGreaterThan(250)
  expect(await app.setupCode(), 'a link for the first administrator').toBeUndefined()
  await app.stop()
})

test('the demo shows pictures of people, photos, an album, a voice message, reactions, pins, a silent chat and a draft', async () => {
  await prepareDemo(configOf())
  const app = await startApp(configOf({}, true))
  const { session } = (await post(app, 'accounts.login', {
    login: 'demo',
    password: demoPassword,
  })) as Result<'accounts.login'>
  const { chats, user } = (await post(app, 'sync.pull', { token: session.token })) as Result<'sync.pull'>
  const newest = messagesOf(chats)
  expect([...new Set(newest.map(({ body }) => body.type))]).toEqual(
    expect.arrayContaining(['text', 'image', 'album', 'voice', 'system']),
  )
  expect(chats.flatMap(({ reactions = [] }) => reactions).length).toBeGreaterThan(5)
  const pinned = chats.filter(({ chat }) => (chat?.pinned?.length ?? 0) > 0).map(({ chat }) => chat?.name)
  expect(pinned.toSorted()).toEqual(['Cabin weekend 🌲', '周六火锅'])
  expect(chats.filter(({ chat }) => chat?.kind === 'group').every(({ chat }) => chat?.avatar)).toBe(true)
  const states = user?.states ?? []
  expect(states.filter(({ draft }) => draft).length).toBe(1)
  expect(states.filter(({ pinnedAt }) => pinnedAt).length).toBe(1)
  expect(states.filter(({ mutedUntil }) => mutedUntil).length).toBe(1)
  // In each chat with a friend something was said after they became friends.
  const unsaid = chats.filter(
    ({ chat, messages }) => chat?.kind === 'direct' && messages?.at(-1)?.body.type === 'system',
  )
  expect(unsaid).toEqual([])
  await app.stop()
})

test('a demo that is there stays as it is; anything else is refused and left alone', async () => {
  // SQLite may keep the files of its log for a moment after the database was closed.
  const files = () => readdirSync(join(directory, 'data')).filter((name) => !/-(?:wal|shm)$/.test(name))
  await prepareDemo(configOf())
  const before = files()
  await prepareDemo(configOf())
  expect(files()).toEqual(before)

  const other = join(directory, 'other')
  mkdirSync(other)
  writeFileSync(join(other, 'photo.jpg'), 'mine')
  const refused = prepareDemo(configOf({ PARLEY_DATA_DIR: other })).catch((error) => error)
  expect(await refused).toBeInstanceOf(DataDirectoryError)
  expect(String(await refused)).toContain('PARLEY_DATA_DIR')
  expect(readdirSync(other)).toEqual(['photo.jpg'])
  const elsewhere = configOf({ PARLEY_DATABASE_URL: 'postgres://db/parley' })
  expect(await prepareDemo(elsewhere).catch(String)).toContain('PARLEY_DATABASE_URL')
})

test('a server that is no demo says nothing of one', async () => {
  const app = await startApp(configOf())
  expect(await post(app, 'accounts.policy', {})).not.toHaveProperty('demo')
  expect(isDemo(configOf())).toBe(false)
  await app.stop()
})

test('a script is read with its days, its minutes, its answers and its lines', () => {
  const now = new Date(2026, 5, 15, 12, 0).getTime()
  const script =
    '\n# room 0d 30m\nann: late\n\n# room 2d 09:15\nben: one\\ntwo\nann>1: yes\n+ 👍 ben cleo\n^ ben\nben: [album sea sky] Look\ncleo: [voice hum]\n'
  const [first, second] = talksOf([script], now)
  const plain = { answers: undefined, shown: undefined, reactions: [], pinnedBy: undefined }
  expect(first).toEqual({
    chat: 'room',
    beginsAtMs: new Date(2026, 5, 13, 9, 15).getTime(),
    lines: [
      { ...plain, who: 'ben', text: 'one\ntwo' },
      {
        who: 'ann',
        text: 'yes',
        answers: 1,
        shown: undefined,
        reactions: [{ emoji: '👍', by: ['ben', 'cleo'] }],
        pinnedBy: 'ben',
      },
      { ...plain, who: 'ben', text: 'Look', shown: { kind: 'album', names: ['sea', 'sky'] } },
      { ...plain, who: 'cleo', text: '', shown: { kind: 'voice', names: ['hum'] } },
    ],
  })
  expect(second?.beginsAtMs).toBe(now - 30 * 60_000)
  expect(() => talksOf(['# room 1d 10:00\nno colon here'], now)).toThrow('no colon here')
})
