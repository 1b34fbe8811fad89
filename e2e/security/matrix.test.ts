import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { MethodName, MethodSpec } from '@parley/protocol'
import { methodEntries } from '@parley/protocol/json-schemas'
import { findPostgres } from '@parley/server/src/testing/postgres'
import type { Refused, TestApp, TestConnection } from '@parley/server/src/testing/test-app'
import type { DatabaseKind } from '@parley/server/src/testing/test-database'
import {
  type Cast,
  createTestChats,
  enter,
  gatherCast,
  groupName,
  type Role,
  roles,
  secret,
  startApp,
} from './matrix-cast'
import type { Entries, Entry, Scene } from './matrix-entry'
import { channelEntries, groupEntries } from './matrix-groups'
import { inviteEntries } from './matrix-invites'
import { chatEntries, mediaEntries, messageEntries } from './matrix-messages'
import { newChatEntries, peopleEntries } from './matrix-people'
import { reportEntries } from './matrix-reports'
import { serviceEntries } from './matrix-service'
import { eventProblems, paramProblems, resultProblems } from './published-schemas'

/** The outcomes of each method for each role. A method of the contract without an entry does not compile. */
const entries: Entries = {
  ...{ ...peopleEntries, ...inviteEntries, ...newChatEntries, ...groupEntries, ...channelEntries },
  ...{ ...chatEntries, ...messageEntries, ...mediaEntries, ...reportEntries, ...serviceEntries },
}

/** Roles that may read current messages of the group. */
const insiders: readonly Role[] = ['muted', 'member', 'admin', 'owner']
/** Roles for which the group does not seem to exist. */
const outsiders: readonly Role[] = ['stranger', 'outsider', 'friend', 'blocked', 'administrator']

interface Found {
  readonly outcome: string
  readonly result?: unknown
  /** True if the caller received something that they may not see. */
  readonly leaks: boolean
  /** Differences between the published schemas and the call with its frames. */
  readonly unlikeDocument: readonly string[]
}

const ask = async (scene: Scene, method: MethodName, role: Role): Promise<Found> => {
  const { params } = entries[method] as Entry
  const given = await params(scene, role)
  const connection = await enter(scene.app, scene.cast, role)
  const answer = await connection.call(method, given).then(
    (result: unknown): Answer => ({ outcome: 'yes', result }),
    ({ code }: Refused): Answer => ({ outcome: code }),
  )
  const heard = JSON.stringify([answer, connection.frames])
  connection.connection.end()
  const leaks =
    (!insiders.includes(role) && heard.includes(secret)) || (outsiders.includes(role) && heard.includes(groupName))
  return { ...answer, leaks, unlikeDocument: unlike(method, given, [answer, connection]) }
}

interface Answer {
  readonly outcome: string
  readonly result?: unknown
}

const unlike = (
  method: MethodName,
  params: object,
  [{ outcome, result }, { frames }]: readonly [Answer, TestConnection],
): string[] => [
  ...paramProblems(method, params),
  ...(outcome === 'yes' ? resultProblems(method, result) : []),
  ...frames.flatMap((frame) => (frame.method ? eventProblems(frame.method, frame.params) : [])),
]

/** The number of casts so far, because user names must be unique. */
let casts = 0

/** Runs `work` with people of all roles, and ends their sessions afterwards. */
const withCast = async <T>(app: TestApp, work: (cast: Cast) => Promise<T>): Promise<T> => {
  casts++
  const cast = await gatherCast(app, `m${casts}`)
  const result = await work(cast)
  for (const { connection } of Object.values(cast)) connection.connection.end()
  return result
}

const askOne = async (
  app: TestApp,
  cast: Cast,
  [method, role]: readonly [MethodName, Role],
): Promise<[Role, Found]> => [role, await ask({ app, cast, chats: await createTestChats(cast) }, method, role)]

/** Calls a method in all roles, each with separate places. */
const askAll = async (app: TestApp, method: MethodName): Promise<[Role, Found][]> => {
  const found: [Role, Found][] = []
  if ((entries[method] as Entry).changesScene)
    for (const role of roles) found.push(await withCast(app, (cast) => askOne(app, cast, [method, role])))
  else
    await withCast(app, async (cast) => {
      for (const role of roles) found.push(await askOne(app, cast, [method, role]))
    })
  return found
}

const wantedOf = ({ outcomes }: Entry, role: Role) => outcomes[role] ?? outcomes.others

const kinds: readonly DatabaseKind[] = findPostgres() === undefined ? ['sqlite'] : ['sqlite', 'postgres']
if (kinds.length === 1) console.log('The matrix on PostgreSQL is skipped: PostgreSQL is not installed.')

describe.each(kinds)('on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp(kind)
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test.each(methodEntries())(
    'each of 11 roles gets the right outcome from %s, and learns nothing more',
    async (method, spec) => {
      const entry = entries[method] as Entry
      const found = await askAll(app, method)
      const outcomes = Object.fromEntries(found.map(([role, { outcome }]) => [role, outcome]))
      expect(outcomes).toEqual(Object.fromEntries(roles.map((role) => [role, wantedOf(entry, role)])))
      expect(found.flatMap(([, { unlikeDocument }]) => unlikeDocument)).toEqual([])
      expect(found.filter(([, { leaks }]) => leaks).map(([role]) => role)).toEqual([])
      const { reveals } = entry
      const shown = found.filter(([, { result }]) => result !== undefined && reveals?.when(result as never))
      if (reveals) expect(shown.map(([role]) => role).sort()).toEqual([...reveals.to].sort())
      checkDeclared(method, spec, Object.values(outcomes))
    },
  )
})

/** Methods declare who may call them. An entry can't allow more. */
const checkDeclared = (method: MethodName, { auth }: MethodSpec, outcomes: readonly string[]) => {
  const allowed = outcomes.filter((outcome) => outcome === 'yes').length
  if (auth === 'admin') expect([method, allowed]).toEqual([method, 1])
  if (auth !== 'none') expect([method, outcomes[0]]).toEqual([method, 'unauthenticated'])
}

test('a disabled account has no session anywhere', async () => {
  await using app = await startApp('sqlite')
  const cast = await gatherCast(app, 'd')
  const { target, administrator } = cast
  await administrator.call('admin.setDisabled', { userId: target.me.id, disabled: true })
  expect(target.connection.closedWith).toBe(4502)
  const outcome = (call: Promise<unknown>) =>
    call.then(
      () => 'yes',
      ({ code }: Refused) => code,
    )
  expect(await outcome(app.connect().call('session.open', { token: target.token }))).toBe('account_disabled')
  expect(await outcome(enter(app, cast, 'target' as Role))).toBe('account_disabled')
})
