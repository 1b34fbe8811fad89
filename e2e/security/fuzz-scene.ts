import { type ChatId, type Message, type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { pngOf } from '@parley/server/src/testing/sample-pictures'
import type { Person, TestApp } from '@parley/server/src/testing/test-app'
import { newMediaId, upload } from '@parley/server/src/testing/upload'
import type { Known } from './fuzz-inputs'

/** Part of every text that the attacker must not see. */
export const marker = 'unseen-lamp-7731'
const hidden = (what: string) => `${what} ${marker}`

const newChatId = () => newUuidV7() as ChatId
const newMessageId = () => newUuidV7() as MessageId

/** The people that the attacker meets, with their private data. */
export interface Others {
  readonly app: TestApp
  readonly bob: Person
  readonly carol: Person
  /** Has blocked every attacker. */
  readonly dave: Person
  /** Hides from everyone. */
  readonly frank: Person
  /** A group of bob and carol, their direct chat, and its messages. */
  readonly foreign: ChatId
  readonly direct: ChatId
  readonly said: readonly Message[]
  readonly mediaIds: readonly string[]
  /** Other texts that no other user may receive. */
  readonly secrets: readonly string[]
}

const befriend = async (one: Person, other: Person, note: string): Promise<void> => {
  await one.call('friends.request', { userId: other.me.id, note })
  await other.call('friends.answer', { userId: one.me.id, accept: true, reply: note })
}

/** Bob and carol write and store private data, with the marker in every text field of the contract. */
export const createOthers = async (app: TestApp): Promise<Others> => {
  const [bob, carol, dave, frank] = [
    await app.person('bob', { device: hidden('device') }),
    await app.person('carol', { device: hidden('device') }),
    await app.person('dave'),
    await app.person('frank'),
  ]
  await befriend(bob, carol, hidden('note'))
  await bob.call('friends.remark', { userId: carol.me.id, remark: marker })
  const foreign = newChatId()
  await bob.call('groups.create', { id: foreign, name: hidden('name'), userIds: [carol.me.id] })
  await bob.call('groups.update', { chatId: foreign, about: hidden('about'), announcement: hidden('announcement') })
  await bob.call('groups.setNickname', { chatId: foreign, userId: carol.me.id, nickname: marker })
  const { code } = await bob.call('groups.createLink', { chatId: foreign })
  const mine = await bob.call('invites.create', { uses: 1 })
  const { chat } = await bob.call('chats.direct', { userId: carol.me.id })
  const said = [await bob.say(foreign, hidden('message')), await carol.say(chat.id, hidden('direct'))]
  const picture = await upload(app, bob, { chatId: foreign, bytes: pngOf(2, 2), name: `${marker}.png` })
  const body = { type: 'image', mediaId: picture.mediaId, caption: hidden('caption') } as const
  said.push(await bob.call('messages.send', { chatId: foreign, id: newMessageId(), body }))
  await bob.call('chats.draft', { chatId: foreign, draft: { text: hidden('draft') } })
  await frank.call('accounts.setPrivacy', { seenBy: 'nobody' })
  for (const one of [dave, frank]) await one.call('presence.set', { status: 'dnd', text: hidden('status') })
  const secrets = [marker, code, mine.code, ...[bob, carol, dave, frank].map(({ token }) => token)]
  const mediaIds = [picture.mediaId, newMediaId()]
  return { ...{ app, bob, carol, dave, frank, foreign, said, mediaIds, secrets }, direct: chat.id }
}

/** Administrators act on people that no other test needs. */
export const asAdministrator = async ({ app }: Others, { person, known }: Attacker): Promise<Known> => {
  await app.core.admin.grant(person.me.username)
  const victim = await app.person(`${person.me.username}.victim`)
  return { ...known, ids: { ...known.ids, UserId: [victim.me.id] } }
}

/** A user in many chats, some of which they had to leave. */
export interface Attacker {
  readonly person: Person
  readonly known: Known
}

const wordsIn = async (chatId: ChatId, people: readonly Person[]): Promise<Message[]> => {
  const said: Message[] = []
  for (const one of people) said.push(await one.say(chatId, `hello from ${one.me.username}`))
  return said
}

/** A group of bob's with the attacker as a member, until `end` runs. */
const pastGroup = async ({ bob }: Others, attacker: Person, end: (chatId: ChatId) => Promise<unknown>) => {
  const chatId = newChatId()
  await bob.call('groups.create', { id: chatId, name: 'Before', userIds: [attacker.me.id] })
  const said = await wordsIn(chatId, [bob, attacker])
  await end(chatId)
  await bob.call('groups.update', { chatId, name: hidden('name'), announcement: hidden('announcement') })
  const [first] = said
  if (first) await bob.call('messages.edit', { chatId, id: first.id, body: { type: 'text', text: hidden('edit') } })
  return [...said, await bob.say(chatId, hidden('after'))]
}

/**
 * A group of bob's that the attacker joined late. Earlier messages, old edits and retracted texts contain the marker.
 */
const sharedGroup = async ({ bob, carol }: Others, attacker: Person) => {
  const chatId = newChatId()
  await bob.call('groups.create', { id: chatId, name: 'Shared', userIds: [carol.me.id] })
  await bob.call('groups.update', { chatId, historyVisible: false })
  const early = await bob.say(chatId, hidden('early'))
  await bob.call('groups.invite', { chatId, userIds: [attacker.me.id] })
  const [edited, retracted] = [await bob.say(chatId, hidden('first')), await bob.say(chatId, hidden('regret'))]
  await bob.call('messages.edit', { chatId, id: edited.id, body: { type: 'text', text: 'second' } })
  await bob.call('messages.retract', { chatId, id: retracted.id })
  await bob.call('chats.draft', { chatId, draft: { text: hidden('draft') } })
  return [early, edited, retracted, ...(await wordsIn(chatId, [attacker, carol]))]
}

const blockedDirect = async ({ dave }: Others, attacker: Person) => {
  const { chat } = await attacker.call('chats.direct', { userId: dave.me.id })
  const said = await wordsIn(chat.id, [attacker, dave])
  await dave.call('friends.block', { userId: attacker.me.id })
  return said
}

const ownGroup = async ({ bob, carol }: Others, attacker: Person) => {
  const chatId = newChatId()
  await attacker.call('groups.create', { id: chatId, name: 'Mine', userIds: [bob.me.id, carol.me.id] })
  const { code } = await attacker.call('groups.createLink', { chatId })
  return { code, said: await wordsIn(chatId, [attacker, bob, carol]) }
}

/** A channel of bob's and one of the attacker's. */
const channels = async ({ bob }: Others, attacker: Person) => {
  const said: Message[] = []
  for (const one of [bob, attacker]) {
    const id = newChatId()
    await one.call('channels.create', { id, name: `Kites ${id}` })
    if (one === bob) await attacker.call('channels.join', { chatId: id })
    said.push(...(await wordsIn(id, [one, attacker])))
  }
  return said
}

/** A new attacker and the values that they know. */
export const newAttacker = async (others: Others, username: string): Promise<Attacker> => {
  const { bob, carol, dave, frank, foreign, direct } = others
  const person = await others.app.person(username)
  await befriend(bob, person, 'hello')
  await frank.call('friends.request', { userId: person.me.id })
  const withBob = await person.call('chats.direct', { userId: bob.me.id })
  await bob.call('friends.remark', { userId: person.me.id, remark: marker })
  await bob.call('chats.draft', { chatId: withBob.chat.id, draft: { text: hidden('draft') } })
  const own = await ownGroup(others, person)
  const said = [
    // Twice as frequent as the others.
    ...own.said,
    ...own.said,
    ...(await wordsIn(withBob.chat.id, [person, bob])),
    ...(await blockedDirect(others, person)),
    ...(await sharedGroup(others, person)),
    ...(await channels(others, person)),
    ...(await pastGroup(others, person, (chatId) => person.call('groups.leave', { chatId }))),
    ...(await pastGroup(others, person, (chatId) => bob.call('groups.ban', { chatId, userId: person.me.id }))),
    ...others.said,
  ]

  await person.call('friends.block', { userId: carol.me.id })
  const { session } = await person.call('accounts.me', {})
  const { code } = await bob.call('invites.create', {})
  const people = [person, bob, carol, dave, frank]
  return {
    person,
    known: {
      messages: said,
      ids: {
        UserId: people.map(({ me }) => me.id),
        ChatId: [...new Set([WORLD_CHAT_ID, foreign, direct, ...said.map(({ chatId }) => chatId)])],
        MessageId: said.map(({ id }) => id),
        MediaId: [...others.mediaIds],
        SessionId: [session.id],
      },
      fields: {
        login: people.map(({ me }) => me.username),
        query: ['bo', 'carol', marker.slice(0, 6), 'Shared', ...people.map(({ me }) => me.username)],
        code: [own.code, code],
        network: ['203.0.113.0/24', '198.51.100.7', '2001:db8::/56'],
        refused: ['throwaway.example', 'Wegwerf.example'],
        allowed: ['good.example.org'],
        invite: [own.code, code],
        emoji: ['👍', '🎉', '👍🏽', '👨‍👩‍👧‍👦'],
        token: [person.token],
      },
    },
  }
}
