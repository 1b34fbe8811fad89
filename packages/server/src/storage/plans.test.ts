import { type ChatId, limits, type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { selectMarks } from '../chats/read-store'
import { selectChat } from '../chats/store'
import { systemClock } from '../lib/clock'
import { claimScan, selectNextScan } from '../media/scan-store'
import { releaseUnused, selectUnsettled } from '../media/sweep-store'
import { selectReporters } from '../reports/store'
import type { Ran } from '../testing/explain'
import { testPlans } from '../testing/plans'
import { type Person, TestApp } from '../testing/test-app'
import { sayVoice } from '../testing/voice'
import { StorageCount } from '../usage/storage-count'

interface Scene {
  readonly app: TestApp
  readonly alice: Person
  readonly bob: Person
  /** Without a connection. */
  readonly carol: Person
  readonly chatId: ChatId
  readonly channelId: ChatId
  readonly crowds: readonly ChatId[]
  /** Returns the queries since the last call. */
  readonly taken: () => Ran[]
}

const scene = async (): Promise<Scene & AsyncDisposable> => {
  const ran: Ran[] = []
  const app = await TestApp.start({ onQuery: ({ sql, parameters }) => ran.push({ sql, parameters }) })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  await app.core.admin.grant('alice')
  const chatId = newUuidV7() as ChatId
  const channelId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Crowd', userIds: [bob.me.id, carol.me.id] })
  await alice.call('channels.create', { id: channelId, name: 'Kites' })
  for (const who of [bob, carol]) await who.call('channels.join', { chatId: channelId })
  for (let at = 0; at < 5; at++) await alice.say(chatId, `${at}`)
  // Fewer members are connected than either has.
  carol.connection.connection.end()
  const taken = () => ran.splice(0)
  const crowds = [chatId, channelId]
  return {
    app,
    alice,
    bob,
    carol,
    chatId,
    channelId,
    crowds,
    taken,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

/** The calls, by the name of the quantity that must not grow. */
const calls: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'sync and changes': async ({ alice, chatId }) => {
    const { rev } = await alice.call('messages.list', { chatId, limit: 1 })
    const changes = (since: number) => alice.call('chats.changes', { chatId, since: Math.max(1, since) })
    await changes(rev - 2)
    await changes(rev - 20_000)
    await alice.call('sync.pull', { user: 1, chats: { [chatId]: Math.max(1, rev - 2) }, last: true })
  },
  'pages of history': async ({ alice, chatId }) => {
    const list = (page: object) => alice.call('messages.list', { chatId, ...page })
    const { messages } = await list({})
    const seq = messages[0]?.seq ?? 1
    for (const page of [{ before: seq }, { after: Math.max(0, seq - 60) }, { around: seq }]) await list(page)
    for (const at of [0, messages[0]?.at ?? 0, Number.MAX_SAFE_INTEGER]) await list({ at })
  },
  'the files of the server': async ({ app, alice }) => {
    await new StorageCount({ database: app.database, clock: systemClock }).read()
    await alice.call('admin.storage', { by: 'people' })
    await alice.call('admin.storage', { by: 'chats' })
  },
  'contents of a chat': async ({ alice, chatId }) => {
    await alice.say(chatId, 'https://parley.test')
    for (const kind of ['media', 'files', 'voice', 'links'] as const)
      for (const page of [{}, { before: 9 }, { before: 20_000 }])
        await alice.call('messages.media', { chatId, kind, ...page })
  },
  'a forwarded message': async ({ alice, bob, chatId, channelId }) => {
    const { id } = await alice.say(chatId, 'see https://parley.test')
    const forward = { id: newUuidV7() as MessageId, chatId: channelId, from: { chatId, id }, withName: true }
    for (let at = 0; at < 2; at++) await bob.call('messages.forward', forward)
  },
  'pages of members': async ({ alice, chatId }) => {
    const { members } = await alice.call('groups.members', { chatId })
    await alice.call('groups.members', { chatId, after: members.at(-1)?.userId ?? alice.me.id })
  },
  'search of people': async ({ alice, bob }) => {
    await bob.call('accounts.update', { name: '张三' })
    for (const query of ['person', 'zhang', 'zs']) await alice.call('users.search', { query })
  },
  'search of members': async ({ alice, chatId }) => {
    for (const query of ['person', 'Person 99', 'car', 'nobody', 'zhang', '张'])
      await alice.call('groups.members', { chatId, query })
  },
  'who is online': async ({ alice, chatId, channelId }) => {
    for (const id of [chatId, channelId]) {
      await alice.call('chats.watch', { chatId: id })
      await alice.call('chats.online', { chatId: id })
    }
  },
  snapshots: async ({ alice, chatId }) => {
    await alice.call('chats.changes', { chatId, since: 0 })
  },
  roles: async ({ alice, bob, chatId }) => {
    for (const role of ['admin', 'member'] as const)
      await alice.call('groups.setRole', { chatId, userId: bob.me.id, role })
  },
  'changes of messages': async ({ alice, bob, chatId }) => {
    const id = newUuidV7() as MessageId
    await alice.call('messages.send', { id, chatId, body: { type: 'text', text: 'hello' } })
    await alice.call('messages.edit', { id, chatId, body: { type: 'text', text: 'hello!' } })
    await bob.call('messages.react', { id, chatId, emoji: '👍', on: true })
    await bob.call('messages.reactors', { id, chatId })
    await alice.call('messages.pin', { id, chatId, pinned: true })
    await alice.call('messages.retract', { id, chatId })
  },
  'played voice messages': async ({ alice, bob, app, chatId }) => {
    const { id } = await sayVoice(app, alice, chatId)
    await bob.call('messages.markPlayed', { chatId, ids: [id] })
    await bob.call('messages.list', { chatId })
    await bob.call('sync.pull', { user: 1, chats: {} })
  },
  'files of a chat that both people clear': async ({ alice, bob, app }) => {
    const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
    const { seq } = await sayVoice(app, alice, chat.id)
    for (const one of [alice, bob]) await one.call('chats.clear', { chatId: chat.id, seq })
    await sayVoice(app, alice, chat.id)
    await app.core.worker.lookForWork()
  },
  'uploads that wait for the scanner': async ({ app }) => {
    const nowMs = app.database.now()
    await app.database.read((db) => selectNextScan(db, { after: 0, without: [1, 2], nowMs }))
    await app.database.write(({ db }) => claimScan(db, { key: 1, nowMs, until: nowMs + 1 }))
  },
  'uploads and uses without a message': async ({ app }) => {
    const nowMs = app.database.now()
    await app.database.write(({ db }) => releaseUnused(db, { before: nowMs, nowMs, limit: 100 }))
    await app.database.read((db) => selectUnsettled(db, { before: nowMs, limit: 100 }))
  },
  'read positions in a group': async ({ app, channelId }) => {
    await app.database.read(async (db) => {
      const chat = await selectChat(db, channelId)
      await selectMarks(db, chat ? [chat.key] : [])
    })
  },
  'a shared contact': async ({ alice, bob, chatId }) => {
    await bob.call('accounts.setPrivacy', { foundBy: 'nobody' })
    await alice.call('messages.send', {
      id: newUuidV7() as MessageId,
      chatId,
      body: { type: 'contact', userId: bob.me.id },
    })
  },
  'the largest of many uploads': async ({ alice, app, chatId }) => {
    await sayVoice(app, alice, chatId)
    await alice.call('media.largest', {})
  },
  people: async ({ alice }) => {
    for (const query of ['', 'person', 'Person 99', 'car']) {
      await alice.call('admin.users', { query })
      await alice.call('admin.users', { query, after: 'person2' })
    }
  },
  'people by filters': async ({ alice }) => {
    const states = [undefined, 'active', 'disabled', 'closed', 'administrator'] as const
    for (const state of states)
      for (const network of [undefined, '198.51.100.9', '198.51.100.0/24'])
        for (const range of [{ from: 0 }, { from: 1, until: 9_000 }, { until: 9_000, after: '8000:9000' }])
          await alice.call('admin.users', { ...range, ...(state && { state }), ...(network && { network }) })
  },
  'a spam wave': async ({ alice, app }) => {
    const now = app.database.now()
    const from = now - 3_600_000
    const count = (more: object) => alice.call('admin.countWave', { filter: { from, until: now - 1, ...more } })
    await count({})
    await count({ network: '198.51.100.0/24' })
    await alice.call('admin.waves', {})
    await app.core.waves.look()
  },
  'automatic mutes': async ({ alice, app, bob }) => {
    await alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, floodMessages: 1 } })
    for (let at = 0; at < 3; at++) await bob.say(WORLD_CHAT_ID, 'https://a.example').catch(() => {})
    await alice.call('admin.liftMute', { userId: bob.me.id })
    await alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, floodMessages: 0, newcomerMs: 0 } })
    await app.core.worker.lookForWork()
  },
  'blocked networks': async ({ alice, app }) => {
    const network = '203.0.113.0/24'
    await alice.call('admin.blockNetwork', { network, forMs: 60_000 })
    await alice.call('admin.networkBans', {})
    await app
      .connectFrom('203.0.113.7')
      .call('accounts.login', { login: 'bob', password: 'a' })
      .catch(() => {})
    await alice.call('admin.unblockNetwork', { network })
  },
  'the audit log': async ({ alice, app, bob }) => {
    await alice.call('admin.resetPassword', { userId: bob.me.id })
    const filters = [{ byId: alice.me.id }, { userId: bob.me.id }, { action: 'reset_link_made' as const }]
    for (let set = 0; set < 2 ** filters.length; set++) {
      const filter = Object.assign({}, ...filters.filter((_, at) => set & (1 << at)))
      for (const range of [{}, { from: 1_000, until: 2_000 }, { after: { at: 15_000, id: 15_000 } }])
        await alice.call('admin.audit', { ...filter, ...range })
    }
    await app.core.worker.lookForWork()
  },
  reports: async ({ app, alice, bob, carol, chatId, channelId }) => {
    const guest = await app.signedIn(carol.me, carol.token)
    for (const place of [chatId, channelId]) {
      const said = await bob.say(place, 'buy boats')
      await guest.call('reports.create', { message: { chatId: place, id: said.id }, reason: 'spam' })
    }
    await guest.call('reports.create', { userId: bob.me.id, reason: 'spam' })
    guest.connection.connection.end()
    for (const scope of [{}, { chatId }]) {
      await alice.call('reports.count', scope)
      const { reports } = await alice.call('reports.list', scope)
      for (const { id, acts } of reports.filter(({ userId }) => userId === bob.me.id)) {
        await alice.call('reports.media', { id })
        if (acts.includes('retract')) await alice.call('reports.end', { id, act: 'retract' })
      }
      const ended = await alice.call('reports.list', { ...scope, state: 'ended' })
      for (const state of ['open', 'ended'] as const) {
        const [first] = state === 'open' ? reports : ended.reports
        if (first) await alice.call('reports.list', { ...scope, state, after: first.id })
      }
    }
    await app.database.read((db) => selectReporters(db, [{ key: 1, count: limits.reportersShown + 1 }]))
    const { reports } = app.core.reports
    const user = { key: 9_000, id: bob.me.id }
    await app.database.write(async (tx) => {
      await reports.removeOld(tx, 100)
      await reports.eraseReports(tx, user, 100)
    })
  },
  'lists of channels': async ({ alice, channelId }) => {
    for (const page of [{}, { query: 'ki' }, { after: channelId }, { query: 'ki', after: channelId }])
      await alice.call('channels.list', page)
  },
}

testPlans('of calls', { scene, calls })
