import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Auth, MethodName } from '@parley/protocol'
import { methodEntries } from '@parley/protocol/json-schemas'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { findPostgres } from '@parley/server/src/testing/postgres'
import { type Person, TestApp } from '@parley/server/src/testing/test-app'
import type { DatabaseKind } from '@parley/server/src/testing/test-database'
import fc from 'fast-check'
import { asJson, type Input, inputsOf } from './fuzz-inputs'
import { asAdministrator, createOthers, newAttacker, type Others } from './fuzz-scene'
import { resultProblems } from './published-schemas'
import { RawConnection } from './raw-connection'

const seed = Number(process.env.SEED ?? 20_261)
/** Each method has its own seed, which is the same in a run of that method alone. */
const seedOf = (method: MethodName) => seed + methodEntries().findIndex(([name]) => name === method)
/** Inputs of each method on each database. */
const RUNS = 60

interface Frame {
  readonly result?: unknown
  readonly error?: { readonly data: { readonly code: string } }
}

/** The outcome of a response: `ok`, the name of an error, or that the connection closed. */
const outcomeOf = (answer: string): string => {
  if (answer.startsWith('closed')) return answer
  const { error }: Frame = JSON.parse(answer)
  return error ? error.data.code : 'ok'
}

interface Said {
  readonly outcome: string
  readonly answer: string
  /** Every received frame, including the response. */
  readonly heard: string
}

/** Calls methods as one user, with a new connection when the last one has ended. */
class Fuzzer {
  private connection: RawConnection | undefined
  private connections = 0

  constructor(
    private readonly others: Others,
    private readonly person: Person,
  ) {}

  async ask(method: MethodName, params: string): Promise<Said> {
    const connection = await this.open()
    const from = connection.heard.length
    const answer = await connection.ask(method, params)
    const outcome = outcomeOf(answer)
    // Wrong guesses pause their address.
    if (outcome === 'rate_limited') this.end()
    return { outcome, answer, heard: connection.heard.slice(from).join('\n') }
  }

  end(): void {
    this.connection?.end()
    this.connection = undefined
  }

  private async open(): Promise<RawConnection> {
    if (this.connection && this.connection.closedWith === undefined) return this.connection
    const { app } = this.others
    const door = app.connect()
    const { username: login } = this.person.me
    const { session } = await door.call('accounts.login', { login, password: `correct horse ${login.length} battery` })
    door.connection.end()
    const number = ++this.connections
    const connection = new RawConnection(app, `10.1.${number >> 8}.${number & 255}`)
    expect(outcomeOf(await connection.ask('session.open', JSON.stringify({ token: session.token })))).toBe('ok')
    this.connection = connection
    return connection
  }
}

/** All problems of a response and of the frames before it. */
const faultsOf = ({ app, secrets }: Others, method: MethodName, { outcome, answer, heard }: Said): string[] => [
  ...app.takeProblems(),
  ...(outcome === 'internal' ? ['the server failed'] : []),
  ...secrets
    .filter((secret) => heard.includes(secret))
    .map((secret) => `leaked the secret "${secret}": ${heard.slice(0, 2_000)}`),
  ...(outcome === 'ok' ? resultProblems(method, (JSON.parse(answer) as Frame).result) : []),
]

const kinds: readonly DatabaseKind[] = findPostgres() === undefined ? ['sqlite'] : ['sqlite', 'postgres']
if (kinds.length === 1) console.log('The fuzzing on PostgreSQL is skipped: PostgreSQL is not installed.')
console.log(`security: fuzz, SEED=${seed}`)

describe.each(kinds)('on %s', (kind) => {
  let app: TestApp
  let others: Others
  let root: Person
  let attackers = 0
  beforeAll(async () => {
    app = await TestApp.start({ kind })
    others = await createOthers(app)
    root = await app.person('root.of.limits')
    await app.core.admin.grant(root.me.username)
  })
  afterAll(() => app[Symbol.asyncDispose]())

  /** Ends the limits and refused words that earlier inputs left: they would refuse the messages of the scene. */
  const endLimits = async () => {
    const limits = { ...defaultSendingLimits, floodMessages: 0, newcomerMs: 0 }
    await root.call('admin.setLimits', { limits })
    await root.call('admin.setWords', { words: [], patterns: [] })
  }

  /** A new attacker with what they know, and an administrator's role if the method requires it. */
  const attack = async (auth: Auth) => {
    await endLimits()
    const attacker = await newAttacker(others, `mallory${++attackers}`)
    const known = auth === 'admin' ? await asAdministrator(others, attacker) : attacker.known
    return { known, person: attacker.person, fuzzer: new Fuzzer(others, attacker.person) }
  }

  test.each(methodEntries())('no input of %s breaks the server or leaks a secret', async (method, { auth }) => {
    const { known, person, fuzzer } = await attack(auth)
    const outcomes = new Map<string, number>()
    const run = async ({ kind: form, params }: Input) => {
      const said = await fuzzer.ask(method, asJson(params))
      const outcome = `${form}: ${said.outcome}`
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      const faults = faultsOf(others, method, said)
      if (faults.length > 0) throw new Error(faults.join('\n'))
    }
    await fc.assert(fc.asyncProperty(inputsOf(method, known), run), { seed: seedOf(method), numRuns: RUNS })
    if (auth === 'admin') await fuzzer.ask('admin.setRegistration', JSON.stringify({ registration: 'open' }))
    const understood = [...outcomes.keys()].filter((it) => it.startsWith('valid: ') && it !== 'valid: invalid_params')
    expect(understood).not.toEqual([])
    fuzzer.end()
    expect((await fuzzer.ask('accounts.me', '{}')).outcome).toBe('ok')
    expect((await others.bob.say(others.foreign, 'still here')).chatId).toBe(others.foreign)
    fuzzer.end()
    person.connection.connection.end()
  })
})
