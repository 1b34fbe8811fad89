import { expect, test } from 'bun:test'
import {
  type AuditAction,
  type AuditEntry,
  type ChatId,
  contract,
  limits,
  type MethodName,
  type MethodSpec,
  newUuidV7,
  type Params,
  type UserId,
  type WaveId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { toBytes } from '../lib/uuid-bytes'
import { addPasskey } from '../testing/authenticator'
import { FakeClock } from '../testing/fake-clock'
import { turnOnSecondFactor } from '../testing/second-factor'
import { serviceOf } from '../testing/service'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

interface Scene extends AsyncDisposable {
  readonly app: TestApp
  readonly clock: FakeClock
  /** An administrator. */
  readonly alice: Person
  readonly bob: Person
}

const start = async (): Promise<Scene> => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock, restoreMs: 60_000 })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  await app.core.admin.grant('alice')
  return { app, clock, alice, bob, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const entriesOf = async ({ alice }: Scene, filter: Params<'admin.audit'> = {}): Promise<AuditEntry[]> =>
  (await alice.call('admin.audit', filter)).entries

const account = { username: 'carol', password: 'tidal fox lamp 9', name: 'Carol' }
const waveId = newUuidV7() as WaveId

/** The cleanup of bob's account. */
const waveOf = async ({ alice, app }: Scene) => {
  const now = app.database.now()
  const filter = { from: now - 60_000, until: now + 60_000 }
  const { hash } = await alice.call('admin.countWave', { filter })
  return { id: waveId, filter, hash }
}

/** An automatic mute of bob. */
const muteBob = ({ app }: Scene) =>
  app.database.write(async ({ db, now }) => {
    const bob = await db.selectFrom('users').select('key').where('username', '=', 'bob').executeTakeFirstOrThrow()
    const mute = { user_key: bob.key, at: now, until: now + 60_000, step: 0, rev: 1 }
    await db.insertInto('flood_mutes').values(mute).execute()
  })

/** Every method of administrators that changes or sends something, with an act that changes something. */
const acts: {
  readonly [N in MethodName]?: { params: (scene: Scene) => Params<N> | Promise<Params<N>>; action: AuditAction }
} = {
  'admin.setRegistration': { params: () => ({ registration: 'closed' }), action: 'registration_set' },
  'admin.answerRequests': {
    params: async ({ alice, app }) => {
      await alice.call('admin.setRegistration', { registration: 'approval' })
      await app.connect().call('accounts.requestAccount', account)
      const { requests } = await alice.call('admin.accountRequests', {})
      return { ids: requests.map(({ id }) => id), approve: false }
    },
    action: 'request_declined',
  },
  'admin.setServerName': { params: () => ({ serverName: 'Lakeside' }), action: 'server_named' },
  'admin.setDisabled': { params: ({ bob }) => ({ userId: bob.me.id, disabled: true }), action: 'user_disabled' },
  'admin.closeUser': { params: ({ bob }) => ({ userId: bob.me.id }), action: 'user_closed' },
  'admin.restoreUser': { params: ({ bob }) => ({ userId: bob.me.id }), action: 'user_restored' },
  'admin.resetPassword': { params: ({ bob }) => ({ userId: bob.me.id }), action: 'reset_link_made' },
  'admin.removeSecondFactor': { params: ({ bob }) => ({ userId: bob.me.id }), action: 'second_factor_removed' },
  'admin.removePasskeys': { params: ({ bob }) => ({ userId: bob.me.id }), action: 'passkeys_removed' },
  'admin.testMail': { params: () => ({ to: 'carol@lake.example' }), action: 'mail_tested' },
  'admin.cleanWave': { params: waveOf, action: 'wave_cleaned' },
  'admin.undoWave': { params: () => ({ id: waveId }), action: 'wave_undone' },
  'admin.blockNetwork': { params: () => ({ network: '203.0.113.0/24', forMs: 60_000 }), action: 'network_blocked' },
  'admin.unblockNetwork': { params: () => ({ network: '198.51.100.7' }), action: 'network_unblocked' },
  'admin.createServiceToken': { params: () => ({ name: 'Shop', scopes: ['users'] }), action: 'service_token_created' },
  'admin.revokeServiceToken': {
    params: async ({ app }) => ({ id: (await serviceOf(app)).id }),
    action: 'service_token_revoked',
  },
  'admin.setLimits': {
    params: () => ({ limits: { ...defaultSendingLimits, newcomerRequests: 1 } }),
    action: 'limits_set',
  },
  'admin.setMailDomains': {
    params: () => ({ refused: ['throwaway.example'], allowed: [] }),
    action: 'mail_domains_set',
  },
  'admin.setWords': { params: () => ({ words: ['kite'] }), action: 'words_set' },
  'admin.liftMute': { params: ({ bob }) => ({ userId: bob.me.id }), action: 'flood_mute_lifted' },
  'admin.setTrusted': { params: ({ bob }) => ({ userId: bob.me.id, trusted: true }), action: 'account_trusted' },
  'channels.setOpen': { params: () => ({ chatId: WORLD_CHAT_ID, open: false }), action: 'channel_changed' },
}

const methods = Object.entries(contract).flatMap(([domain, specs]) =>
  Object.entries(specs as Record<string, MethodSpec>)
    .filter(([, { auth, rate }]) => auth === 'admin' && rate !== 'read')
    .map(([name]) => `${domain}.${name}` as MethodName),
)

test('[AD1] every method of administrators that is no read has an act here', () => {
  expect(Object.keys(acts).toSorted()).toEqual(methods.toSorted())
})

test.each(methods)('[AD1] %s writes one entry: who, from where, what and on whom', async (method) => {
  await using scene = await start()
  const { alice, app, bob } = scene
  if (method === 'admin.removeSecondFactor') await turnOnSecondFactor(app, bob, 'correct horse 3 battery')
  if (method === 'admin.removePasskeys') await addPasskey(app, bob, { password: 'correct horse 3 battery' })
  if (method === 'admin.restoreUser') await app.core.admin.changeAccountOf('bob', 'closed')
  if (method === 'admin.liftMute') await muteBob(scene)
  if (method === 'admin.undoWave') await alice.call('admin.cleanWave', await waveOf(scene))
  if (method === 'admin.unblockNetwork')
    await alice.call('admin.blockNetwork', { network: '198.51.100.7', forMs: 60_000 })
  const act = acts[method]
  const params = await act?.params(scene as never)
  const before = await entriesOf(scene)
  await alice.call(method, params as never)
  const [entry, ...older] = await entriesOf(scene)
  expect(older).toEqual(before)
  const userId = /User|setDisabled|setTrusted|liftMute|resetPassword|removeSecondFactor|removePasskeys/.test(method)
    ? { userId: bob.me.id }
    : {}
  expect(entry).toMatchObject({ action: act?.action, byId: alice.me.id, address: '127.0.0.1', ...userId })
  expect('userId' in (entry ?? {})).toBe('userId' in userId)
})

test('[AD1] changes of settings hold the values before and after, and a call that changes nothing writes no entry', async () => {
  await using scene = await start()
  const { alice, app, bob } = scene
  const opensAt = app.database.now() + 60_000
  for (let times = 0; times < 2; times++) {
    await alice.call('admin.setRegistration', { registration: 'invite', opensAt })
    await alice.call('admin.setServerName', { serverName: 'Lakeside' })
    await alice.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: false })
    await alice.call('channels.update', { chatId: WORLD_CHAT_ID, slowModeMs: 5_000 })
    await alice.call('admin.setDisabled', { userId: bob.me.id, disabled: true })
    await alice.call('admin.closeUser', { userId: bob.me.id })
  }
  const entries = (await entriesOf(scene)).toReversed().slice(1)
  expect(entries.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
    {
      action: 'registration_set',
      before: { registration: 'open', registrationOpensAt: null },
      after: { registration: 'invite', registrationOpensAt: opensAt },
    },
    { action: 'server_named', before: { serverName: null }, after: { serverName: 'Lakeside' } },
    { action: 'channel_changed', before: { open: true }, after: { open: false } },
    { action: 'channel_changed', before: { slowModeMs: 0 }, after: { slowModeMs: 5_000 } },
    { action: 'user_disabled', before: undefined, after: undefined },
    { action: 'user_closed', before: undefined, after: undefined },
  ])
})

test('[AD1] a refused act writes no entry', async () => {
  await using scene = await start()
  const { alice, app, bob } = scene
  const before = await entriesOf(scene)
  expect(await code(bob.call('admin.setServerName', { serverName: 'Mine' }))).toBe('forbidden')
  expect(await code(bob.call('admin.audit', {}))).toBe('forbidden')
  expect(await code(alice.call('admin.setDisabled', { userId: alice.me.id, disabled: true }))).toBe('forbidden')
  await expect(app.core.admin.changeAccountOf('alice', 'closed')).rejects.toThrow('the only administrator')
  expect(await entriesOf(scene)).toEqual(before)
})

test('[AD1] the command line writes entries without an administrator', async () => {
  await using scene = await start()
  const { app, bob } = scene
  await app.core.admin.resetPasswordOf('bob', 'http://parley.test')
  await app.core.admin.changeAccountOf('bob', 'closed')
  await app.core.admin.changeAccountOf('bob', 'restored')
  const entries = await entriesOf(scene, { userId: bob.me.id })
  expect(entries.map(({ action }) => action)).toEqual(['user_restored', 'user_closed', 'reset_link_made'])
  for (const entry of entries) expect(Object.keys(entry)).not.toContain('byId')
})

test('[AD1] what administrators do in channels of others is recorded, but nothing that owners do', async () => {
  await using scene = await start()
  const { alice, app, bob } = scene
  const carol = await app.person('carol')
  const chatId = newUuidV7() as ChatId
  await bob.call('channels.create', { id: chatId, name: 'Boats' })
  for (const person of [alice, carol]) await person.call('channels.join', { chatId })
  const before = await entriesOf(scene)
  const moderate = async (person: Person) => {
    const { id } = await carol.say(chatId, 'hello')
    await person.call('messages.pin', { chatId, id, pinned: true })
    await person.call('messages.pin', { chatId, id, pinned: false })
    await person.call('messages.retract', { chatId, id })
    await person.call('channels.mute', { chatId, userId: carol.me.id, forMs: 60_000 })
    await person.call('channels.mute', { chatId, userId: carol.me.id, forMs: 0 })
    await person.call('channels.update', { chatId, about: `By ${person.me.name}` })
  }
  await moderate(bob)
  expect(await entriesOf(scene)).toEqual(before)
  await moderate(alice)
  const own = await alice.say(chatId, 'a slip')
  await alice.call('messages.retract', { chatId, id: own.id })
  const page = await alice.call('admin.audit', { byId: alice.me.id })
  expect(page.entries.map(({ action }) => action).toReversed()).toEqual([
    ...(['message_pinned', 'message_unpinned', 'message_retracted'] as const),
    ...(['member_muted', 'member_muted', 'channel_changed'] as const),
  ])
  for (const entry of page.entries) expect(entry.chatId).toBe(chatId)
  expect(page.entries.map(({ userId }) => userId)).toEqual([undefined, ...Array(5).fill(carol.me.id)])
  expect(page.channels).toEqual([{ id: chatId, name: 'Boats' }])
  expect(page.users.map(({ username }) => username).toSorted()).toEqual(['alice', 'carol'])
})

test('filters combine, and pages hold each entry once', async () => {
  await using scene = await start()
  const { alice, app, bob, clock } = scene
  const carol = await app.person('carol')
  await app.core.admin.grant('bob')
  const startedAt = app.database.now()
  for (let at = 0; at < limits.auditPage + 10; at++) {
    const [by, on] = at % 2 === 0 ? [alice, carol] : [bob, alice]
    await by.call('admin.resetPassword', { userId: on.me.id })
    // Several acts fall on the same time.
    if (at % 3 === 0) await clock.advance(1_000)
  }
  const endedAt = app.database.now()
  await alice.call('admin.setServerName', { serverName: 'Lakeside' })
  const all = async (filter: Params<'admin.audit'>): Promise<AuditEntry[]> => {
    const { entries, more } = await alice.call('admin.audit', filter)
    const last = entries.at(-1)
    return more && last ? [...entries, ...(await all({ ...filter, after: { at: last.at, id: last.id } }))] : entries
  }
  const everything = await all({})
  expect(everything).toHaveLength(limits.auditPage + 13)
  expect(new Set(everything.map(({ id }) => id)).size).toBe(everything.length)
  expect(everything.toSorted((a, b) => b.at - a.at || b.id - a.id)).toEqual(everything)
  const filters: Params<'admin.audit'>[] = [
    ...[{ byId: alice.me.id }, { userId: carol.me.id }, { action: 'reset_link_made' as const }],
    ...[
      { byId: bob.me.id, userId: alice.me.id },
      { byId: alice.me.id, action: 'server_named' as const },
    ],
    ...[
      { userId: bob.me.id, action: 'admin_granted' as const },
      { from: startedAt + 5_000, until: endedAt - 5_000 },
    ],
    { byId: bob.me.id, userId: carol.me.id, action: 'reset_link_made' },
  ]
  for (const filter of filters) {
    const { byId, userId, action, from = 0, until = Number.MAX_SAFE_INTEGER } = filter
    const expected = everything.filter(
      (entry) =>
        (byId === undefined || entry.byId === byId) &&
        (userId === undefined || entry.userId === userId) &&
        (action === undefined || entry.action === action) &&
        entry.at >= from &&
        entry.at < until,
    )
    expect(await all(filter)).toEqual(expected)
  }
  expect(await entriesOf(scene, { byId: newUuidV7() as UserId })).toEqual([])
})

test('[AD1] entries stay for two years', async () => {
  await using scene = await start()
  const { alice, app } = scene
  await alice.call('admin.setServerName', { serverName: 'Lakeside' })
  const oldest = app.database.now() - limits.auditMs
  const moveTo = (action: AuditAction, at: number) =>
    app.database.write(({ db }) => db.updateTable('audit').set({ at }).where('action', '=', action).execute())
  await moveTo('admin_granted', oldest - 1)
  await moveTo('server_named', oldest)
  await app.core.worker.lookForWork()
  expect((await entriesOf(scene)).map(({ action }) => action)).toEqual(['server_named'])
})

test('[AD1] the erasure of an administrator removes their addresses and keeps their acts', async () => {
  await using scene = await start()
  const { alice, app, bob, clock } = scene
  await app.core.admin.grant('bob')
  await bob.call('admin.setServerName', { serverName: 'Lakeside' })
  await alice.call('admin.setServerName', { serverName: 'Seaside' })
  await alice.call('admin.closeUser', { userId: bob.me.id })
  await clock.advance(60_000)
  const rowOf = () =>
    app.database.read((db) =>
      db.selectFrom('users').selectAll().where('id', '=', toBytes(bob.me.id)).executeTakeFirstOrThrow(),
    )
  while ((await rowOf()).erase_at !== null) {
    await clock.advance(10_000)
    await app.core.worker.lookForWork()
  }
  const again = await app.signedIn(alice.me, alice.token)
  const { entries, users } = await again.call('admin.audit', { action: 'server_named' })
  expect(entries.map(({ byId, address }) => [byId, address])).toEqual([
    [alice.me.id, '127.0.0.1'],
    [bob.me.id, undefined],
  ])
  expect(users.find(({ id }) => id === bob.me.id)).toMatchObject({ name: 'Deleted account', deleted: true })
})
