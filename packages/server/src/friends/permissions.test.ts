import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { type ChatId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { type Person, type Refused, TestApp } from '../testing/test-app'

/** The history of two users before any block; each with its mirror image. */
const relations = {
  nothing: { mirror: 'nothing', make: async () => {} },
  'I asked': { mirror: 'they asked', make: (me, them) => ask(me, them) },
  'they asked': { mirror: 'I asked', make: (me, them) => ask(them, me) },
  friends: { mirror: 'friends', make: (me, them) => befriend(me, them) },
  'I removed them': { mirror: 'they removed me', make: (me, them) => part(me, them) },
  'they removed me': { mirror: 'I removed them', make: (me, them) => part(them, me) },
  'both removed': {
    mirror: 'both removed',
    make: async (me, them) => {
      await part(me, them)
      await them.call('friends.remove', { userId: me.me.id })
    },
  },
} satisfies Record<string, { mirror: string; make: (me: Person, them: Person) => Promise<unknown> }>
const blockings = {
  neither: { mirror: 'neither', make: async () => {} },
  me: { mirror: 'them', make: (me, them) => block(me, them) },
  them: { mirror: 'me', make: (me, them) => block(them, me) },
  both: {
    mirror: 'both',
    make: async (me, them) => {
      await block(me, them)
      await block(them, me)
    },
  },
} satisfies Record<string, { mirror: string; make: (me: Person, them: Person) => Promise<unknown> }>
type Relation = keyof typeof relations
type Blocking = keyof typeof blockings

const ask = (me: Person, them: Person) => me.call('friends.request', { userId: them.me.id })
const block = (me: Person, them: Person) => me.call('friends.block', { userId: them.me.id })
const befriend = async (me: Person, them: Person) => {
  await ask(me, them)
  await them.call('friends.answer', { userId: me.me.id, accept: true })
}
const part = async (me: Person, them: Person) => {
  await befriend(me, them)
  await me.call('friends.remove', { userId: them.me.id })
}

const columns = [
  'my row',
  'I write: friends',
  'I write: everyone',
  'I add them: friends',
  'I add them: everyone',
  'I find them',
  'I see them online',
  'group, world',
  'I ask them',
] as const
type Column = (typeof columns)[number]
type Row = Readonly<Record<Column, string>>
type Rule = 'friends' | 'everyone'

const page = join(import.meta.dir, '../../../../docs/spec/permissions.md')
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''))

/** The rows of the document's table, by history and blocks. */
const rowsOfPage = async (): Promise<Map<string, Row>> => {
  const lines = (await Bun.file(page).text()).split('\n')
  const from = lines.findIndex((line) => cellsOf(line).includes('my row'))
  const to = lines.findIndex((line, at) => at > from && !line.startsWith('| '))
  const [head = '', , ...rows] = lines.slice(from, to === -1 ? undefined : to)
  const names = cellsOf(head)
  expect(names).toEqual(['between us', 'blocked by', ...columns])
  return new Map(
    rows.map((line) => {
      const cells = cellsOf(line)
      const row = Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])) as unknown as Row
      return [`${cells[0]} / ${cells[1]}`, row]
    }),
  )
}

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'yes',
    ({ code }: Refused) => code,
  )

/** Writes by opening the chat, and into the chat that is there: both are refused alike. */
const writing = async (me: Person, them: Person): Promise<string> => {
  const { chats } = await me.call('sync.pull', { user: 0, chats: {}, last: true })
  const held = chats.find(({ chat }) => chat?.peerIds?.length === 2 && chat.peerIds.includes(them.me.id))
  const opened = await outcome(me.call('chats.direct', { userId: them.me.id }))
  if (!held) return opened
  expect(await outcome(me.say(held.chatId, 'hello'))).toBe(opened)
  expect(await outcome(me.call('chats.typing', { chatId: held.chatId }))).toBe(opened)
  return opened
}

/** Adds by making a group with them and by inviting them into one: both are refused alike. */
const adding = async (me: Person, them: Person): Promise<string> => {
  const userIds = [them.me.id]
  const made = await outcome(me.call('groups.create', { id: newUuidV7() as ChatId, name: 'New', userIds }))
  const chatId = newUuidV7() as ChatId
  await me.call('groups.create', { id: chatId, name: 'Mine' })
  expect(await outcome(me.call('groups.invite', { chatId, userIds }))).toBe(made)
  return made
}

/** By user name, id and the beginning of the display name: all find alike. */
const finding = async (me: Person, them: Person): Promise<string> => {
  const queries = [them.me.username, them.me.id, them.me.name.slice(0, -1)]
  const found: boolean[] = []
  for (const query of queries) {
    const { users } = await me.call('users.search', { query })
    found.push(users.some(({ id }) => id === them.me.id))
  }
  expect(new Set(found).size).toBe(1)
  return found[0] ? 'yes' : 'no'
}

const seeing = async (me: Person, them: Person, group: ChatId): Promise<string> => {
  const { sample } = await me.call('chats.online', { chatId: group })
  return sample.includes(them.me.id) ? 'yes' : 'no'
}

const inCommon = async (me: Person, group: ChatId): Promise<string> => {
  for (const chatId of [group, WORLD_CHAT_ID]) await me.say(chatId, 'hello all')
  return 'yes'
}

const asking = async (me: Person, them: Person): Promise<string> => {
  const heard = them.connection.frames.length
  const { code, state } = await ask(me, them).then(
    (row) => ({ code: '', state: row.state }),
    (refused: Refused) => ({ code: refused.code, state: '' }),
  )
  if (code) return code
  return them.connection.frames.length > heard || state === 'friends' ? state : `${state}, not notified`
}

const rowState = async (me: Person, them: Person): Promise<string> => {
  const { user } = await me.call('sync.pull', { user: 0, chats: {}, last: false })
  const row = user?.friends?.find(({ userId }) => userId === them.me.id)
  return row ? `${row.state}${row.blockedAt ? ', blocked' : ''}` : 'none'
}

/** Everything that one can do, seen from one side; asking comes last, for it changes things. */
const observe = async (me: Person, them: Person, { rule, group }: { rule: Rule; group: ChatId }) => ({
  'my row': await rowState(me, them),
  [`I write: ${rule}`]: await writing(me, them),
  [`I add them: ${rule}`]: await adding(me, them),
  'I find them': await finding(me, them),
  'I see them online': await seeing(me, them, group),
  'group, world': await inCommon(me, group),
})

interface Case {
  readonly relation: Relation
  readonly blocking: Blocking
}
const cases = Object.keys(relations).flatMap((relation) =>
  Object.keys(blockings).map((blocking) => ({ relation, blocking }) as Case),
)
const nameOf = ({ relation, blocking }: Case): string => `${relation} / ${blocking}`
const mirrored = ({ relation, blocking }: Case): string =>
  `${relations[relation].mirror} / ${blockings[blocking].mirror}`

/** Two users with this history, in a group of a third user. */
const setScene = async ({ relation, blocking }: Case, rule: Rule) => {
  const app = await TestApp.start({ directChats: rule })
  const me = await app.person('alice')
  const them = await app.person('bobby')
  const host = await app.person('carol')
  const group = newUuidV7() as ChatId
  for (const guest of [me, them]) await befriend(host, guest)
  await host.call('groups.create', { id: group, name: 'All', userIds: [me.me.id, them.me.id] })
  await relations[relation].make(me, them)
  await blockings[blocking].make(me, them)
  return { app, me, them, group, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const picked = (row: Row | undefined, like: object) =>
  Object.fromEntries(Object.keys(like).map((column) => [column, row?.[column as Column]]))

for (const one of cases)
  for (const rule of ['friends', 'everyone'] as const)
    test(`[PM1] ${nameOf(one)}, with PARLEY_DIRECT_CHATS=${rule}: both sides see and may what the table says`, async () => {
      const rows = await rowsOfPage()
      await using it = await setScene(one, rule)
      const { me, them, group } = it
      const mine = await observe(me, them, { rule, group })
      const theirs = await observe(them, me, { rule, group })
      const asked = { 'I ask them': await asking(me, them) }
      expect(mine).toEqual(picked(rows.get(nameOf(one)), mine) as typeof mine)
      expect(theirs).toEqual(picked(rows.get(mirrored(one)), theirs) as typeof theirs)
      expect(asked).toEqual(picked(rows.get(nameOf(one)), asked) as typeof asked)
    })

test('the table has a row for every combination, and no other', async () => {
  expect([...(await rowsOfPage()).keys()]).toEqual(cases.map(nameOf))
})
