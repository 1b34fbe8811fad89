import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { crowdSize, fillPostgres } from './crowd'
import { GenericPlans, growthInSqlite, type Ran } from './explain'
import type { TestApp } from './test-app'
import { testedKind } from './test-database'

/** The most rows that a query may scan; the crowd has several times as many of everything. */
const ROWS_MAX = 5_000

export interface PlannedScene extends AsyncDisposable {
  readonly app: TestApp
  /** The chats that grow. */
  readonly crowds: readonly ChatId[]
  /** Returns the queries since the last call. */
  readonly taken: () => Ran[]
}

/** Calls by the name of the quantity that must not grow. */
type Calls<S> = Readonly<Record<string, (scene: S) => Promise<unknown>>>

export interface Plans<S extends PlannedScene> {
  readonly scene: () => Promise<S>
  readonly calls: Calls<S>
}

/** The second run of each call, by its name, so that caches are filled. */
const askedBy = async <S extends PlannedScene>(it: S, calls: Calls<S>): Promise<Map<string, Ran[]>> => {
  const asked = new Map<string, Ran[]>()
  for (const [name, call] of Object.entries(calls)) {
    await call(it)
    it.taken()
    await call(it)
    const ran = it.taken().filter(({ sql }) => /^(select|with|update|delete)/i.test(sql))
    asked.set(name, ran)
  }
  return asked
}

const complaint = (name: string, { sql }: Ran, why: string) => `${name}: ${why}\n  ${sql}`

const inSqlite = <S extends PlannedScene>(subject: string, { scene, calls }: Plans<S>) =>
  test(`SQLite runs the queries ${subject} from an index, in the order of the result`, async () => {
    await using it = await scene()
    const complaints = new Set<string>()
    for (const [name, ran] of await askedBy(it, calls))
      for (const one of ran)
        for (const line of growthInSqlite(it.app.place, one)) complaints.add(complaint(name, one, line))
    expect([...complaints]).toEqual([])
  })

const inPostgres = <S extends PlannedScene>(subject: string, { scene, calls }: Plans<S>) =>
  test(`PostgreSQL scans few rows for the queries ${subject}, with plans for any values: from empty tables, tables without statistics, and with them`, async () => {
    await using it = await scene()
    await using early = await GenericPlans.connect(it.app.place)
    for (const ran of (await askedBy(it, calls)).values()) for (const one of ran) await early.plan(one)
    await fillPostgres(it.app.place, it.crowds)
    const asked = await askedBy(it, calls)
    const complaints = new Set<string>()
    const look = async (when: string, plans: GenericPlans, knownOnly: boolean) => {
      for (const [name, ran] of asked)
        for (const one of ran) {
          if (knownOnly && !plans.knows(one)) continue
          const { rows, plan } = await plans.rows(one)
          if (rows > ROWS_MAX) complaints.add(complaint(name, one, `${when}: ${plan}`))
        }
    }
    expect(crowdSize.members).toBeGreaterThan(ROWS_MAX)
    await look('planned when empty', early, true)
    await using young = await GenericPlans.connect(it.app.place)
    await look('without statistics', young, false)
    await using analyzed = await GenericPlans.connect(it.app.place)
    await analyzed.analyze()
    await look('analyzed', analyzed, false)
    expect([...complaints]).toEqual([])
  })

/** Tests the plans of all queries of some calls. Each run of the tests has one store, and its own expectation for it. */
export const testPlans = <S extends PlannedScene>(subject: string, plans: Plans<S>): void =>
  testedKind() === 'sqlite' ? inSqlite(subject, plans) : inPostgres(subject, plans)

/**
 * The same for calls that read all rows of a person or chat, a part at a time. SQLite's plans don't show the limits, so there the
 * calls only have to succeed.
 */
export const testPostgresPlans = <S extends PlannedScene>(subject: string, plans: Plans<S>): void =>
  testedKind() === 'sqlite' ? succeeds(subject, plans) : inPostgres(subject, plans)

const succeeds = <S extends PlannedScene>(subject: string, { scene, calls }: Plans<S>) =>
  test(`SQLite runs the queries ${subject}`, async () => {
    await using it = await scene()
    for (const [name, ran] of await askedBy(it, calls)) expect([name, ran.length > 0]).toEqual([name, true])
  })
