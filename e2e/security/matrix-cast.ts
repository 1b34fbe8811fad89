import { type ChatId, type MessageId, newUuidV7 } from '@parley/protocol'
import { readOidc } from '@parley/server/src/config/oidc-settings'
import { FakeClock } from '@parley/server/src/testing/fake-clock'
import { testExchange } from '@parley/server/src/testing/signed-jwt'
import { type Person, type Refused, TestApp, type TestConnection } from '@parley/server/src/testing/test-app'
import type { DatabaseKind } from '@parley/server/src/testing/test-database'

/**
 * The roles of a user towards a group and its owner. A stranger has no session. Friend and blocked describe the
 * relation to the owner; both are outside the group. The administrator is one of the server, and outside the group,
 * too.
 */
export const roles = [
  ...(['stranger', 'outsider', 'friend', 'blocked', 'administrator', 'former', 'banned'] as const),
  ...(['muted', 'member', 'admin', 'owner'] as const),
] as const
export type Role = (typeof roles)[number]
type Named = Exclude<Role, 'stranger'>

/** A person for each role, plus a group member as target of actions, and a guest. */
export type Cast = Readonly<Record<Named | 'target' | 'guest', Person>>

/** A group with all roles, and a channel with the same owner and members. */
export interface TestChats {
  readonly group: ChatId
  readonly channel: ChatId
  /** The owner's message from when former and banned people were members. */
  readonly early: MessageId
  /** The owner's message after that. */
  readonly late: MessageId
}

export const groupName = 'The hidden garden'
/** The text of `late`. */
export const secret = 'the key is under the third pot'

export const newChatId = () => newUuidV7() as ChatId
export const newMessageId = () => newUuidV7() as MessageId

/** A provider whose vouching the tests take for given: none of them reaches it. */
const { providers: oidc } = readOidc({
  env: {},
  table: { work: { issuer: 'https://id.example', client_id: 'parley' } },
})

/** Starts the service, with friendship required for direct chats. The clock is fixed, so no sweep runs at the end. */
export const startApp = (kind: DatabaseKind): Promise<TestApp> =>
  TestApp.start({ kind, directChats: 'friends', exchange: testExchange, clock: new FakeClock(), oidc })

const befriend = async (one: Person, other: Person): Promise<void> => {
  await one.call('friends.request', { userId: other.me.id })
  await other.call('friends.answer', { userId: one.me.id, accept: true })
}

const inside = ['former', 'banned', 'muted', 'member', 'admin', 'target'] as const

/** Creates all accounts. */
export const gatherCast = async (app: TestApp, prefix: string): Promise<Cast> => {
  const names = [...roles.slice(1), 'target', 'guest']
  const people = await Promise.all(names.map(async (role) => [role, await app.person(`${prefix}.${role}`)] as const))
  const cast = Object.fromEntries(people) as Cast
  await app.core.admin.grant(cast.administrator.me.username)
  for (const role of [...inside, 'friend', 'guest'] as const) await befriend(cast[role], cast.owner)
  for (const role of ['admin', 'member', 'muted'] as const) await befriend(cast.guest, cast[role])
  await cast.owner.call('friends.block', { userId: cast.blocked.me.id })
  return cast
}

/** Creates a group and a channel and gives each person their role. */
export const createTestChats = async ({ owner, ...others }: Cast): Promise<TestChats> => {
  const [group, channel] = [newChatId(), newChatId()]
  const userIds = inside.map((role) => others[role].me.id)
  await owner.call('groups.create', { id: group, name: groupName, userIds })
  await owner.call('groups.setRole', { chatId: group, userId: others.admin.me.id, role: 'admin' })
  await owner.call('groups.mute', { chatId: group, userId: others.muted.me.id, forMs: 3_600_000 })
  const early = await owner.say(group, 'welcome')
  await others.former.call('groups.leave', { chatId: group })
  await owner.call('groups.ban', { chatId: group, userId: others.banned.me.id })
  const late = await owner.say(group, secret)
  await owner.call('channels.create', { id: channel, name: `Kites ${channel}` })
  for (const role of inside) await others[role].call('channels.join', { chatId: channel })
  for (const role of ['former', 'banned'] as const) await others[role].call('channels.leave', { chatId: channel })
  return { group, channel, early: early.id, late: late.id }
}

/** A recovery code of each person whose second factor is on, by username. */
export const recoveryCodes = new Map<string, string>()

/** A role's connection with a new session, so that ending the session affects nothing else. */
export const enter = async (app: TestApp, cast: Cast, role: Role): Promise<TestConnection> => {
  const connection = app.connect()
  if (role === 'stranger') return connection
  const { username: login } = cast[role].me
  const password = `correct horse ${login.length} battery`
  const door = app.connect()
  const { session } = await door.call('accounts.login', { login, password }).catch((refused: Refused) => {
    if (refused.code !== 'second_factor_required') throw refused
    const { ticket = '' } = refused
    return door.call('accounts.passSecondFactor', { ticket, code: recoveryCodes.get(login) ?? '' })
  })
  door.connection.end()
  await connection.call('session.open', { token: session.token })
  return connection
}
