import type { ChatId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { type ParleyServer, startParley } from './parley-server'
import { mixedTexts, Person } from './people'

const markdown = [
  'Here is what I found, with **bold**, *italics*, ~~a mistake~~ and `inline code`:',
  '',
  '- the first point, long enough that it has to be broken into a second line somewhere',
  '- the [second](https://example.com/a/rather/long/path)',
  '',
  '> A friend said this before.',
  '',
  '```ts',
  'const greeting = [hello, name].join(" ") // a line of code that is much wider than the bubble that it stands in',
  '```',
].join('\n')

/** A server with realistic people, chats and messages, for the gallery. */
export interface GalleryData {
  readonly server: ParleyServer
  readonly admin: Person
  readonly alice: Person
  readonly bob: Person
  readonly carol: Person
  /** A person with a long name. */
  readonly constantine: Person
  /** A person who has just signed up. */
  readonly newcomer: Person
  /** People with requests or removals between them and Alice: Dora and Omar sent her a request, she sent Paula one. */
  readonly asking: Readonly<Record<'dora' | 'omar' | 'paula' | 'fred' | 'victor', Person>>
  readonly chats: {
    readonly direct: ChatId
    readonly group: ChatId
    readonly left: ChatId
    readonly empty: ChatId
    /** With Fred, whom Alice removed. */
    readonly removed: ChatId
    /** With Victor, whom Alice blocked. */
    readonly blocked: ChatId
    readonly unread: ChatId
    readonly manyUnread: ChatId
    readonly saved: ChatId
    readonly world: ChatId
  }
  readonly inviteCode: string
}

type Cast = Pick<GalleryData, 'admin' | 'alice' | 'bob' | 'carol' | 'constantine' | 'newcomer' | 'asking'> & {
  readonly wei: Person
}

const register = async (server: ParleyServer): Promise<Cast> => {
  const setup = server.setupCode
  if (!setup) throw new Error('The server printed no setup link.')
  const admin = await Person.register(server.url, { username: 'grace', name: 'Grace Hopper', setup })
  const of = (username: string, name: string) => Person.register(server.url, { username, name })
  return {
    admin,
    alice: await of('alice', 'Alice Martin'),
    bob: await of('bob', 'Bob'),
    carol: await of('carol', 'Carol Nováková'),
    wei: await of('liwei', '李伟'),
    constantine: await of('constantine', 'Constantine Featherstonehaugh-Montgomery the 3rd'),
    newcomer: await of('newcomer', 'Nina New'),
    asking: {
      dora: await of('dora_q', 'Dora Quist'),
      omar: await of('omar', 'Omar'),
      paula: await of('paula.b', 'Paula Brandt'),
      fred: await of('fred', 'Fred'),
      victor: await of('victor', 'Victor'),
    },
  }
}

const writeMessages = async ({ alice, bob }: Cast): Promise<ChatId> => {
  const chatId = await alice.befriend(bob)
  await bob.sendMany(chatId, mixedTexts(70))
  const lines: readonly (readonly [Person, string])[] = [
    [bob, 'Hi Alice, are you coming to the river on Saturday?'],
    [bob, 'We meet at ten.'],
    [alice, 'Yes, of course!'],
    [alice, '👍'],
    [bob, markdown],
    [alice, '太好了，周六见。我会带一些水果和三明治，你带饮料好吗？https://example.com'],
    [
      bob,
      'A link without any spaces: https://example.com/abcdefghijklmnopqrstuvwxyz/abcdefghijklmnopqrstuvwxyz/0123456789',
    ],
    [alice, `${'A longer message that takes several lines in its bubble. '.repeat(6)}`],
    [bob, '😀😀'],
    [alice, 'See you'],
  ]
  for (const [person, text] of lines) await person.send(chatId, text)
  await alice.read(chatId, 81)
  return chatId
}

/** Requests in both directions, a removed friend and a blocked user. */
const strangers = async ({ alice, carol, asking }: Cast) => {
  const { dora, omar, paula, fred, victor } = asking
  await omar.call('friends.request', { userId: alice.id })
  const note = 'We met at the picnic on Saturday, you had the blue kite. I still have your bicycle pump!'
  await dora.call('friends.request', { userId: alice.id, note })
  await alice.call('friends.request', { userId: paula.id, note: '你好，我是读书会的 Alice。' })
  const removed = await alice.befriend(fred)
  await fred.send(removed, 'Shall I come along?')
  await alice.call('friends.remove', { userId: fred.id })
  const blocked = await alice.befriend(victor)
  await victor.send(blocked, 'Buy my watches! The best watches!')
  await alice.call('friends.block', { userId: victor.id })
  await alice.call('friends.remark', { userId: carol.id, remark: 'Carol (book club)' })
  return { removed, blocked }
}

const groups = async ({ alice, bob, carol, wei, constantine }: Cast) => {
  for (const person of [carol, wei, constantine]) await bob.befriend(person)
  const group = await bob.group('Riverside picnic', [alice, carol])
  await bob.call('groups.invite', { chatId: group.id, userIds: [wei.id, constantine.id] })
  const lines: readonly (readonly [Person, string])[] = [
    [bob, 'Welcome, all of you!'],
    [carol, 'Hello 👋'],
    [carol, 'I can bring plates and cups for all of us, there are enough from last time.'],
    [wei, '大家好！我带茶。'],
    [alice, 'I bring fruit.'],
    [constantine, 'My name is rather long, and so is this message, which goes on for a while to see how it wraps.'],
    [bob, 'Perfect.'],
  ]
  for (const [person, text] of lines) await person.send(group.id, text)
  const left = await carol.group('Book club', [alice, bob])
  await carol.send(left.id, 'Next time: chapter four.')
  await alice.call('groups.leave', { chatId: left.id })
  await alice.read(group.id, 20)
  return { group: group.id, left: left.id }
}

/** Starts a server and fills it. */
export const createGalleryData = async (settings: Readonly<Record<string, string>>): Promise<GalleryData> => {
  const server = await startParley({ ...settings, PARLEY_DIRECT_CHATS: 'friends' })
  const cast = await register(server)
  const { admin, alice, bob, carol, wei, constantine, newcomer } = cast
  const saved = await alice.direct(alice)
  await alice.send(saved, 'Buy strawberries, bread and a new kite.')
  await alice.send(saved, 'https://example.com/recipe')
  const direct = await writeMessages(cast)
  const unread = await carol.befriend(alice)
  const { group, left } = await groups(cast)
  await carol.sendMany(unread, mixedTexts(12))
  await alice.read(unread, 13)
  const manyUnread = await constantine.befriend(alice)
  const world = WORLD_CHAT_ID
  for (const [person, text] of [
    [wei, '大家好，我是新来的。'],
    [bob, 'Welcome! Ask whatever you want to know.'],
    [bob, 'There is a group for picnics, too.'],
    [alice, 'Hello world'],
    [carol, 'Is anyone here from the old server? It had the same name, and I wonder whether people moved over.'],
  ] as const)
    await person.send(world, text)
  const empty = await alice.befriend(wei)
  const standing = await strangers(cast)
  const { code } = await alice.call('invites.create', {})
  return {
    server,
    admin,
    alice,
    bob,
    carol,
    constantine,
    newcomer,
    asking: cast.asking,
    chats: { ...standing, direct, group, left, empty, unread, manyUnread, saved, world },
    inviteCode: code,
  }
}
