import { describe, expect, test } from 'bun:test'
import { type ChatId, type MessageBody, type MessageId, newUuidV7, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const newId = () => newUuidV7() as MessageId

/** A group of alice and bob; carol and dave aren't members. */
const scene = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const dave = await app.person('dave')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Group', userIds: [bob.me.id] })
  return { app, alice, bob, carol, dave, chatId, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const send = (person: Person, chatId: ChatId, body: MessageBody) =>
  person.call('messages.send', { id: newId(), chatId, body })
const contact = (userId: UserId) => ({ type: 'contact', userId }) as const
const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => 'yes',
    ({ code, field }: Refused) => `${code} ${field ?? ''}`.trim(),
  )
const hide = (person: Person) => person.call('accounts.setPrivacy', { foundBy: 'nobody' })

describe('a location', () => {
  const place = {
    type: 'location',
    lat: 48.20849,
    lng: 16.37208,
    accuracyM: 12.5,
    name: 'St. Stephen’s Cathedral',
    address: 'Stephansplatz 3, 1010 Wien',
  } as const

  test('is stored, pushed and returned as it was sent', async () => {
    await using it = await scene()
    const { alice, bob, chatId } = it
    const sent = await send(alice, chatId, place)
    expect(sent).toMatchObject({ body: place, countable: true })
    const pushed = bob.connection.events('chat.delta').flatMap((delta) => delta.messages ?? [])
    expect(pushed.at(-1)).toEqual(sent)
    expect((await bob.call('messages.list', { chatId })).messages.at(-1)).toEqual(sent)
  })

  test('[DL4] a repeated send keeps its seq, and another location under its id is a conflict', async () => {
    await using it = await scene()
    const { alice, chatId } = it
    const again = { id: newId(), chatId, body: place }
    const first = await alice.call('messages.send', again)
    expect(await alice.call('messages.send', again)).toEqual(first)
    const elsewhere = { ...again, body: { ...place, lat: 48.2 } }
    expect(await refusalOf(alice.call('messages.send', elsewhere))).toBe('conflict')
  })

  test('is refused with the name of the wrong field', async () => {
    await using it = await scene()
    const { alice, chatId } = it
    for (const [field, wrong] of [
      ['lat', { lat: 91 }],
      ['lng', { lng: -181 }],
      ['accuracyM', { accuracyM: -1 }],
      ['name', { name: 'two\nlines' }],
      ['address', { address: ' ' }],
    ] as const)
      expect(await refusalOf(send(alice, chatId, { ...place, ...wrong }))).toBe(`invalid_params body.${field}`)
  })

  test('can be retracted and not edited', async () => {
    await using it = await scene()
    const { alice, chatId } = it
    const { id } = await send(alice, chatId, place)
    const edit = alice.call('messages.edit', { chatId, id, body: { type: 'text', text: 'elsewhere' } })
    expect(await refusalOf(edit)).toBe('forbidden id')
    expect((await alice.call('messages.retract', { chatId, id })).body).toEqual({ type: 'retracted' })
  })
})

test('every response with a contact has the profile of its user', async () => {
  await using it = await scene()
  const { alice, bob, carol, chatId } = it
  const { seq } = await send(alice, chatId, contact(carol.me.id))
  const people = (users: readonly { readonly username: string }[] = []) =>
    users.map(({ username }) => username).toSorted()
  const page = await bob.call('messages.list', { chatId, after: seq - 1 })
  expect(people(page.users)).toEqual(['alice', 'carol'])
  const changes = await bob.call('chats.changes', { chatId, since: 0 })
  expect(people(changes.users)).toEqual(['alice', 'bob', 'carol'])
  const pulled = (await bob.call('sync.pull', { user: 0, chats: {}, last: true })) ?? {}
  const delta = pulled.chats.find((chat) => chat.chatId === chatId)
  expect(people([...(delta?.users ?? []), ...(pulled.user?.users ?? [])])).toContain('carol')
})

test('[PM7] a contact can be any user found by search, by name or exactly, and the sender', async () => {
  await using it = await scene()
  const { alice, carol, dave, chatId } = it
  await dave.call('accounts.setPrivacy', { foundBy: 'exact' })
  for (const { me } of [alice, carol, dave]) expect(await refusalOf(send(alice, chatId, contact(me.id)))).toBe('yes')
})

test('[PM7] a contact who hides from searches can be shared only by friends and members of a common direct chat or group', async () => {
  await using it = await scene()
  const { alice, bob, carol, dave, chatId } = it
  for (const one of [alice, bob, carol, dave]) await hide(one)
  const refused = 'not_found body.userId'
  // Every user is in the world.
  expect(await refusalOf(send(alice, WORLD_CHAT_ID, contact(carol.me.id)))).toBe(refused)
  expect(await refusalOf(send(alice, chatId, contact(bob.me.id)))).toBe('yes')
  expect(await refusalOf(send(alice, chatId, contact(carol.me.id)))).toBe(refused)
  await alice.call('chats.direct', { userId: carol.me.id })
  expect(await refusalOf(send(alice, chatId, contact(carol.me.id)))).toBe('yes')
  expect(await refusalOf(send(alice, chatId, contact(dave.me.id)))).toBe(refused)
  await dave.call('friends.request', { userId: alice.me.id })
  expect(await refusalOf(send(alice, chatId, contact(dave.me.id)))).toBe(refused)
  await alice.call('friends.answer', { userId: dave.me.id, accept: true })
  expect(await refusalOf(send(alice, chatId, contact(dave.me.id)))).toBe('yes')
  expect(await refusalOf(send(alice, chatId, contact(alice.me.id)))).toBe('yes')
})

test('[PM7] disabled, hidden and unknown contacts are refused with the same error', async () => {
  await using it = await scene()
  const { app, alice, carol, dave, chatId } = it
  await app.core.admin.grant('alice')
  await alice.call('admin.setDisabled', { userId: carol.me.id, disabled: true })
  await hide(dave)
  const refusals = await Promise.all(
    [carol.me.id, dave.me.id, newUuidV7() as UserId].map((userId) =>
      send(alice, chatId, contact(userId)).then(String, ({ code, field, message }: Refused) => ({
        code,
        field,
        message,
      })),
    ),
  )
  expect(refusals[0]).toMatchObject({ code: 'not_found', field: 'body.userId' })
  expect(new Set(refusals.map((refused) => JSON.stringify(refused))).size).toBe(1)
})

test('[DL4] a repeated send returns a stored contact even when its user is gone', async () => {
  await using it = await scene()
  const { app, alice, carol, chatId } = it
  const again = { id: newId(), chatId, body: contact(carol.me.id) }
  const sent = await alice.call('messages.send', again)
  await app.core.admin.grant('alice')
  await alice.call('admin.setDisabled', { userId: carol.me.id, disabled: true })
  expect(await alice.call('messages.send', again)).toEqual(sent)
  expect(await refusalOf(send(alice, chatId, contact(carol.me.id)))).toBe('not_found body.userId')
})

test('[GP10] write access is checked first, whatever contact is shared', async () => {
  await using it = await scene()
  const { bob, carol, dave, chatId } = it
  await hide(dave)
  await bob.call('groups.leave', { chatId })
  for (const userId of [carol.me.id, dave.me.id]) {
    expect(await refusalOf(send(bob, chatId, contact(userId)))).toBe('not_a_member')
    expect(await refusalOf(send(carol, chatId, contact(userId)))).toBe('not_found')
  }
})

test('[DL5] a contact keeps its place among the texts sent around it', async () => {
  await using it = await scene()
  const { alice, carol, chatId } = it
  const sends = [alice.say(chatId, 'before'), send(alice, chatId, contact(carol.me.id)), alice.say(chatId, 'after')]
  const seqs = (await Promise.all(sends)).map(({ seq }) => seq)
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
})
