import { expect, test } from 'bun:test'
import { limits, type Result } from '@parley/protocol'
import { FakeClock, settle } from '../../testing/fake-clock'
import { Links } from '../../testing/linked-bus'
import { noPeers } from '../../testing/no-peers'
import { type Refused, TestApp } from '../../testing/test-app'
import { testedKind } from '../../testing/test-database'

const password = 'tidal fox lamp 9'
const ROUNDS = 6

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

/**
 * Two nodes on one database, and an administrator on each. Acts at the same moment meet on one node where the database is
 * SQLite, which only one node uses at a time.
 */
const scene = async (acts: 'at once' | 'in turn' = 'at once') => {
  const links = new Links()
  const clock = new FakeClock()
  const place = (node: string) => ({ node, peers: noPeers, roles: ['api', 'gateway', 'worker'] as const })
  const here = await TestApp.start({ clock, bus: links.open(), cluster: place('here') })
  const isAlone = testedKind() === 'sqlite' && acts === 'at once'
  const second = { clock, bus: links.open(), cluster: place('there'), beside: here }
  const there = isAlone ? here : await TestApp.start(second)
  const alice = await here.person('alice', { setup: (await here.core.setupCode.renew()) ?? '' })
  const bob = await there.person('bobby')
  await here.core.admin.grant('bobby')
  const { code: invite } = await alice.call('invites.create', {})
  await alice.call('admin.setRegistration', { registration: 'approval' })
  const ask = (app: TestApp, username: string) =>
    app.connect().call('accounts.requestAccount', { username, password, name: username })
  const waiting = async () => (await alice.call('admin.accountRequests', {})).requests
  const states = (tickets: readonly string[]) =>
    Promise.all(tickets.map(async (ticket) => (await there.connect().call('accounts.requestState', { ticket })).state))
  return {
    ...{ here, there, clock, alice, bob, invite, ask, waiting, states },
    [Symbol.asyncDispose]: async () => {
      if (!isAlone) await there[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

test('[RQ1] of registrations of one username at the same moment, by request and by link, one succeeds', async () => {
  await using it = await scene()
  for (let round = 0; round < ROUNDS; round++) {
    const username = `carol${round}`
    const outcomes = await Promise.all([
      code(it.ask(it.here, username)),
      code(it.ask(it.there, username)),
      code(it.there.connect().call('accounts.register', { username, password, name: username, invite: it.invite })),
    ])
    expect(outcomes.toSorted()).toEqual(['accepted', 'username_taken', 'username_taken'])
  }
})

test('[RQ3] of two administrators who answer at the same moment, on two nodes, one finds the request gone', async () => {
  await using it = await scene()
  const tickets: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    tickets.push((await it.ask(it.here, `carol${round}`)).ticket)
    await it.clock.advance(1)
  }
  const ids = (await it.waiting()).map(({ id }) => id)
  const [approved, declined] = await Promise.all([
    it.alice.call('admin.answerRequests', { ids, approve: true }),
    it.bob.call('admin.answerRequests', { ids: ids.toReversed(), approve: false }),
  ])
  const sorted = ({ answered, gone }: Result<'admin.answerRequests'>) => [answered.toSorted(), gone.toSorted()]
  expect(sorted(approved)).toEqual(sorted(declined).toReversed() as never)
  expect(approved.answered.length + declined.answered.length).toBe(ROUNDS)
  const expected = ids.map((id) => (approved.answered.includes(id) ? 'approved' : 'over'))
  expect(await it.states(tickets)).toEqual(expected as never)
  const { entries } = await it.alice.call('admin.audit', {})
  const acts = entries.filter(({ action }) => action === 'request_approved' || action === 'request_declined')
  expect(acts).toHaveLength(ROUNDS)
})

test('[RQ3] a request that is approved or withdrawn while the sweep removes it has one end', async () => {
  await using it = await scene()
  for (let round = 0; round < ROUNDS; round++) {
    const { ticket } = await it.ask(it.here, `carol${round}`)
    const ids = (await it.waiting()).map(({ id }) => id)
    // The last moment of the request for the one, and the first one after it for the other.
    const at = it.here.database.now() - limits.accountRequestMs + 1
    await it.here.database.write(({ db }) => db.updateTable('account_requests').set({ at }).execute())
    const answer = it.alice.call('admin.answerRequests', { ids, approve: true })
    const withdrawal = it.there.connect().call('accounts.withdrawRequest', { ticket })
    // In one step, so that the clock doesn't wait for them first.
    await Promise.all([it.clock.leap(1), it.there.core.worker.lookForWork(), withdrawal])
    const { answered } = await answer
    expect(await it.states([ticket])).toEqual([answered.length === 1 ? 'approved' : 'over'])
    expect(await it.waiting()).toEqual([])
  }
})

test('[RQ5] administrators on all nodes receive the number with each request and answer, and other users do not', async () => {
  await using it = await scene('in turn')
  const dave = await it.there.person('dave', { invite: it.invite })
  const erin = await it.there.person('erin', { invite: it.invite })
  await it.ask(it.here, 'frank')
  await it.clock.advance(1)
  const { ticket } = await it.ask(it.there, 'carol')
  const [first] = await it.waiting()
  await it.alice.call('admin.answerRequests', { ids: first ? [first.id] : [], approve: true })
  await it.there.connect().call('accounts.withdrawRequest', { ticket })
  await it.ask(it.here, 'grace')
  const [last] = await it.waiting()
  await it.bob.call('admin.answerRequests', { ids: last ? [last.id] : [], approve: false })
  await settle()
  for (const { connection } of [it.alice, it.bob])
    expect(connection.events('admin.requests').map(({ count }) => count)).toEqual([1, 2, 1, 0, 1, 0])
  for (const { connection } of [dave, erin]) expect(connection.events('admin.requests')).toEqual([])
})

test('[RQ3] an administrator who was disabled meanwhile answers nothing', async () => {
  await using it = await scene()
  await it.ask(it.here, 'carol')
  const ids = (await it.waiting()).map(({ id }) => id)
  const outcomes = await Promise.all([
    code(it.alice.call('admin.setDisabled', { userId: it.bob.me.id, disabled: true })),
    code(it.bob.call('admin.answerRequests', { ids, approve: true })),
  ])
  expect(outcomes[0]).toBe('accepted')
  const left = await it.waiting()
  expect(left).toHaveLength(outcomes[1] === 'accepted' ? 0 : 1)
})
