import { type ChatId, newUuidV7, type Params, type WaveId } from '@parley/protocol'
import type { FakeClock } from './fake-clock'
import type { Person, Refused, TestApp } from './test-app'

const network = '203.0.113.0/24'
/** Time after which the sessions of disabled accounts have ended everywhere. */
export const settleMs = 3_001
export const password = 'correct horse 5 battery'

export const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )
export const newWave = () => newUuidV7() as WaveId

/** A server with an administrator, and calls about a spam wave. */
export const startWaveScene = async (app: TestApp, clock: FakeClock) => {
  const alice = await app.person('alice')
  await app.core.admin.grant('alice')
  await clock.advance(1_000)
  const from = clock.now()
  /** An account of the wave. */
  const spammer = async (username: string, address = '203.0.113.7'): Promise<Person> => {
    const made = await app.connectFrom(address).call('accounts.register', { username, name: username, password })
    return app.signedIn(made.user, made.session.token)
  }
  const filter = (): Params<'admin.countWave'>['filter'] => ({ from, until: clock.now() + 1, network })
  /** Starts a cleanup of all accounts that match. */
  const clean = async (more: Partial<Params<'admin.cleanWave'>> = {}, by: Person = alice) => {
    const chosen = more.filter ?? filter()
    const { hash } = await by.call('admin.countWave', { filter: chosen })
    return by.call('admin.cleanWave', { id: newWave(), filter: chosen, hash, ...more })
  }
  /** Lets the work come to its end. */
  const finish = async (id: WaveId) => {
    await app.core.waves.look()
    await clock.advance(settleMs)
    await app.core.waves.look()
    return waveOf(id)
  }
  /** Makes the end of a cleanup look older. */
  const age = (id: WaveId, ms: number) =>
    app.database.write(({ db }) =>
      db
        .updateTable('waves')
        .set((row) => ({ ended_at: row('ended_at', '-', ms) }))
        .where('id', '=', id)
        .execute(),
    )
  const waveOf = async (id: WaveId) => (await alice.call('admin.waves', {})).waves.find((wave) => wave.id === id)
  const dispose = () => app[Symbol.asyncDispose]()
  return { app, clock, alice, from, spammer, filter, clean, finish, age, waveOf, [Symbol.asyncDispose]: dispose }
}

/** The texts of a chat; retracted messages have a word of their own. */
export const textsIn = async (person: Person, chatId: ChatId) =>
  (await person.call('messages.list', { chatId })).messages.flatMap(({ body }) =>
    body.type === 'text' ? [body.text] : body.type === 'retracted' ? ['(retracted)'] : [],
  )
