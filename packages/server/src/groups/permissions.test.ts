import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { type ChatId, type MessageId, newUuidV7, type Params } from '@parley/protocol'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const page = join(import.meta.dir, '../../../../docs/spec/permissions.md')
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''))

/** One table of the document, by the first cell of its head: its columns, and its rows by their first cell. */
const tableOf = async (name: string) => {
  const lines = (await Bun.file(page).text()).split('\n')
  const from = lines.findIndex((line) => cellsOf(line)[0] === name)
  const to = lines.findIndex((line, at) => at > from && !line.startsWith('|'))
  const [head = '', , ...rows] = lines.slice(from, to === -1 ? undefined : to)
  return { columns: cellsOf(head).slice(1), rows: rows.map(cellsOf) }
}

interface Cast {
  readonly owner: Person
  readonly admin: Person
  readonly 'another admin': Person
  readonly member: Person
  readonly 'another member': Person
  readonly 'former member': Person
  readonly stranger: Person
}
type Role = keyof Cast
const roles = [
  ...(['owner', 'admin', 'another admin', 'member', 'another member', 'former member', 'stranger'] as const),
] satisfies Role[]

/** A group with a user in each role, created by its owner. */
const newGroup = async (cast: Cast): Promise<ChatId> => {
  const chatId = newUuidV7() as ChatId
  const { owner, stranger, ...others } = cast
  const userIds = Object.values(others).map(({ me }) => me.id)
  await owner.call('groups.create', { id: chatId, name: 'Group', userIds })
  for (const admin of [cast.admin, cast['another admin']])
    await owner.call('groups.setRole', { chatId, userId: admin.me.id, role: 'admin' })
  await cast['former member'].call('groups.leave', { chatId })
  return chatId
}

interface Scene {
  readonly cast: Cast
  readonly chatId: ChatId
}
type Act = (me: Person, scene: Scene) => Promise<unknown>
const update =
  (what: object): Act =>
  (me, { chatId }) =>
    me.call('groups.update', { chatId, ...what })
const byOwner =
  (act: Act, then: Act): Act =>
  async (me, scene) => {
    await act(scene.cast.owner, scene)
    return then(me, scene)
  }
const say: Act = (me, { chatId }) => me.say(chatId, 'hello')
const name = (me: Person, chatId: ChatId, naming: Pick<Params<'messages.send'>, 'mentions' | 'mentionsAll'>) =>
  me.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text: 'you' }, ...naming })
const pin: Act = async (me, scene) => {
  const { id, chatId } = await scene.cast.owner.say(scene.chatId, 'look here')
  return me.call('messages.pin', { chatId, id, pinned: true })
}
const invite: Act = async (me, { chatId, cast }) => {
  // A present member would test nothing.
  const guest = me === cast.stranger ? cast['former member'] : cast.stranger
  return me.call('groups.invite', { chatId, userIds: [guest.me.id] })
}
const joinById: Act = async (me, { chatId }) => {
  const { requested } = await me.call('groups.join', { chatId })
  return requested ? 'asked' : 'yes'
}
const newLink = (me: Person, { chatId }: Scene) => me.call('groups.createLink', { chatId })
const followLink: Act = async (me, scene) => {
  const { code } = await newLink(scene.cast.owner, scene)
  const { requested } = await me.call('invites.open', { code })
  return requested ? 'asked' : 'yes'
}
const ban: Act = async (me, { chatId, cast }) => {
  if (me !== cast['former member'] && me !== cast.stranger) return
  await cast.owner.call('groups.ban', { chatId, userId: me.me.id })
}
const muteAll: Act = (me, { chatId }) => me.call('groups.muteAll', { chatId, muted: true })
const dissolve: Act = (me, { chatId }) => me.call('groups.dissolve', { chatId })
const strangerAsks: Act = async (me, scene) => {
  await update({ joinPolicy: 'approval' })(me, scene)
  await scene.cast.stranger.call('groups.join', { chatId: scene.chatId })
}

const acts: Readonly<Record<string, Act>> = {
  'name, about, announcement': update({ name: 'New', about: 'new', announcement: 'new' }),
  'name, about, announcement, left to members': byOwner(
    update({ rights: { edit: 'members' } }),
    update({ name: 'New', about: 'new', announcement: 'new' }),
  ),
  'join policy, history, slow mode': update({ joinPolicy: 'open', historyVisible: true, slowModeMs: 1_000 }),
  'member rights, silent leaving': update({ rights: { pin: 'members' }, leavesSilently: true }),
  'limit of members': update({ maxMembers: 50 }),
  'mute all': muteAll,
  'add a user': invite,
  'add a user, reserved for admins': byOwner(update({ rights: { invite: 'admins' } }), invite),
  'add a user, with approval': byOwner(update({ joinPolicy: 'approval' }), invite),
  pin,
  'pin, left to members': byOwner(update({ rights: { pin: 'members' } }), pin),
  'pin, left to members, while all are muted': byOwner(update({ rights: { pin: 'members' } }), byOwner(muteAll, pin)),
  'make a link': newLink,
  'see links': (me, { chatId }) => me.call('groups.links', { chatId }),
  'end a link': async (me, scene) => {
    const { code } = await newLink(scene.cast.owner, scene)
    return me.call('groups.revokeLink', { chatId: scene.chatId, code })
  },
  'see join requests': (me, { chatId }) => me.call('groups.requests', { chatId }),
  'answer join requests': byOwner(strangerAsks, (me, { chatId, cast }) =>
    me.call('groups.answerRequest', { chatId, userId: cast.stranger.me.id, accept: true }),
  ),
  'see bans': (me, { chatId }) => me.call('groups.bans', { chatId }),
  'see members': (me, { chatId }) => me.call('groups.members', { chatId }),
  write: say,
  'mention a current or former member': (me, { chatId, cast }) =>
    name(me, chatId, { mentions: [cast.member.me.id, cast['former member'].me.id] }),
  'mention a stranger': (me, { chatId, cast }) => name(me, chatId, { mentions: [cast.stranger.me.id] }),
  'mention everyone': (me, { chatId }) => name(me, chatId, { mentionsAll: true }),
  'write while all are muted': byOwner(muteAll, say),
  'write twice in slow mode': byOwner(update({ slowModeMs: 3_600_000 }), async (me, scene) => {
    await say(me, scene)
    return say(me, scene)
  }),
  'write once it is dissolved': byOwner(dissolve, say),
  'change its name once it is dissolved': byOwner(dissolve, update({ name: 'New' })),
  'read once it is dissolved': byOwner(dissolve, (me, { chatId }) => me.call('messages.list', { chatId })),
  leave: (me, { chatId }) => me.call('groups.leave', { chatId }),
  'leave once it is dissolved': byOwner(dissolve, (me, { chatId }) => me.call('groups.leave', { chatId })),
  dissolve,
  'join by id: invite': joinById,
  'join by id: approval': byOwner(update({ joinPolicy: 'approval' }), joinById),
  'join by id: open': byOwner(update({ joinPolicy: 'open' }), joinById),
  'join by id: open, banned': byOwner(update({ joinPolicy: 'open' }), async (me, scene) => {
    await ban(me, scene)
    return joinById(me, scene)
  }),
  'join by id once it is dissolved': byOwner(update({ joinPolicy: 'open' }), byOwner(dissolve, joinById)),
  'follow a link': followLink,
  'follow a link: approval': byOwner(update({ joinPolicy: 'approval' }), followLink),
  'follow a link, banned': async (me, scene) => {
    await ban(me, scene)
    return followLink(me, scene)
  },
}

type ActOn = (me: Person, target: Person, chatId: ChatId) => Promise<unknown>
const actsOn: Readonly<Record<string, ActOn>> = {
  remove: (me, { me: { id: userId } }, chatId) => me.call('groups.remove', { chatId, userId }),
  ban: (me, { me: { id: userId } }, chatId) => me.call('groups.ban', { chatId, userId }),
  unban: (me, { me: { id: userId } }, chatId) => me.call('groups.unban', { chatId, userId }),
  mute: (me, { me: { id: userId } }, chatId) => me.call('groups.mute', { chatId, userId, forMs: 60_000 }),
  'give a nickname': (me, { me: { id: userId } }, chatId) =>
    me.call('groups.setNickname', { chatId, userId, nickname: 'Nick' }),
  'make an admin': (me, { me: { id: userId } }, chatId) => me.call('groups.setRole', { chatId, userId, role: 'admin' }),
  'make a member': (me, { me: { id: userId } }, chatId) =>
    me.call('groups.setRole', { chatId, userId, role: 'member' }),
  'make the owner': (me, { me: { id: userId } }, chatId) => me.call('groups.transfer', { chatId, userId }),
}

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    (answer) => (typeof answer === 'string' ? answer : 'yes'),
    ({ code }: Refused) => code,
  )

const gather = async (app: TestApp): Promise<Cast> =>
  Object.fromEntries(
    await Promise.all(roles.map(async (role, at) => [role, await app.person(`person${at}`)] as const)),
  ) as unknown as Cast

const isRole = (name: string): name is Role => roles.some((role) => role === name)
const roleOf = (name: string): Role => {
  if (!isRole(name)) throw new Error(`no role is called ${name}`)
  return name
}

test('[GP1] each role may do what the table says, act by act', async () => {
  await using app = await TestApp.start()
  const cast = await gather(app)
  const { columns, rows } = await tableOf('in a group')
  expect(rows.map(([name]) => name)).toEqual(Object.keys(acts))
  for (const [name = '', ...wanted] of rows) {
    const found: string[] = []
    for (const role of columns) {
      const chatId = await newGroup(cast)
      found.push(await outcome(Promise.resolve(acts[name]?.(cast[roleOf(role)], { cast, chatId }))))
    }
    expect([name, ...found]).toEqual([name, ...wanted])
  }
})

test('[GP2] roles act on other members as the table says, act by act', async () => {
  await using app = await TestApp.start()
  const cast = await gather(app)
  const { columns, rows } = await tableOf('to a person')
  expect(rows.map(([name]) => name)).toEqual(Object.keys(actsOn))
  for (const [name = '', ...wanted] of rows) {
    const found: string[] = []
    for (const column of columns) {
      const [role = '', target = ''] = column.split(' → ')
      const chatId = await newGroup(cast)
      const to = target === 'self' ? role : target
      found.push(await outcome(Promise.resolve(actsOn[name]?.(cast[roleOf(role)], cast[roleOf(to)], chatId))))
    }
    expect([name, ...found]).toEqual([name, ...wanted])
  }
})
