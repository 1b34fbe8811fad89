import { expect, test } from 'bun:test'
import {
  type ChatId,
  limits,
  type Media,
  type MediaId,
  type MessageId,
  newUuidV7,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import { toId } from '../lib/uuid-bytes'
import { eventually } from '../testing/eventually'
import { refusal } from '../testing/refusal'
import { pngOf } from '../testing/sample-pictures'
import { type Person, TestApp } from '../testing/test-app'
import { callerOf, newMediaId, partsOf, upload } from '../testing/upload'
import { pictureKey } from './blob-keys'

const start = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'friends', userIds: [bob.me.id] })
  return { app, alice, bob, carol, chatId, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

interface Sent {
  readonly chatId: ChatId
  readonly mediaId: MediaId
  readonly id?: MessageId
  readonly caption?: string
}

const send = (person: Person, { chatId, mediaId, id = newUuidV7() as MessageId, caption }: Sent) => {
  const body = { type: 'image' as const, mediaId, ...(caption === undefined ? {} : { caption }) }
  return person.call('messages.send', { id, chatId, body })
}
/** Lets the time of every unused upload and unsettled claim be over. */
const age = (app: TestApp) =>
  app.database.write(async ({ db, now }) => {
    const used_at = now - limits.mediaUnusedMs - 1
    await db.updateTable('media').set({ used_at }).execute()
    await db.updateTable('media_uses').set({ used_at }).execute()
  })
const gets = async (person: Person, mediaId: MediaId) =>
  (await person.call('media.get', { ids: [mediaId] })).media.length === 1
const blobsOf = async (app: TestApp, person: Person, mediaId: MediaId) => {
  const { media } = await person.call('media.get', { ids: [mediaId] })
  const keys = (media[0]?.sizes ?? []).map(({ path }) => path.slice('/media/'.length, path.indexOf('?')))
  return () => Promise.all(keys.map(async (key) => (await app.blobs.get(key)) !== undefined))
}
test('a picture that was uploaded is sent with what the server knows of it', async () => {
  await using scene = await start()
  const { app, alice, bob, chatId } = scene
  const media = await upload(app, alice, { chatId, bytes: pngOf(640, 480), name: 'cat & dog.png' })
  expect(media).toMatchObject({ name: 'cat & dog.png', mime: 'image/webp', width: 640, height: 480 })
  const lies = { name: 'x', width: 1, height: 1, size: 1, mime: 'text/html', thumbhash: '' }
  const body = { type: 'image' as const, mediaId: media.mediaId, caption: 'two friends', ...lies }
  const message = await alice.call('messages.send', { id: newUuidV7() as MessageId, chatId, body })
  const { kind, ...facts } = media as Extract<Media, { kind: 'image' }>
  expect(kind).toBe('image')
  expect(message.body).toEqual({ type: 'image', ...facts, caption: 'two friends' })
  expect((await bob.call('messages.list', { chatId })).messages.at(-1)).toEqual(message)
})

test('announcing and uploading again answer the same; other bytes under the id are a conflict', async () => {
  await using scene = await start()
  const { app, alice, bob, chatId } = scene
  const id = newMediaId()
  const bytes = pngOf(30, 30)
  const media = await upload(app, alice, { id, chatId, bytes })
  expect(await upload(app, alice, { id, chatId, bytes })).toEqual(media)
  const create = { id, chatId, name: 'cat.png', size: bytes.byteLength }
  expect(await alice.call('media.create', create)).toEqual({ upload: `/files/${id}`, media })
  const other = Buffer.from(bytes)
  other[other.length - 1] = 0
  const { receive } = app.core.media.uploads
  const again = receive.call(app.core.media.uploads, await callerOf(app, alice), id, { body: partsOf(other) })
  expect(await refusal(again)).toEqual(['conflict', undefined])
  expect(await refusal(alice.call('media.create', { ...create, size: 1 }))).toEqual(['conflict', undefined])
  // Another user's id reveals nothing.
  expect(await refusal(bob.call('media.create', create))).toEqual(['conflict', undefined])
  const theft = app.core.media.uploads.receive(await callerOf(app, bob), id, { body: partsOf(bytes) })
  expect(await refusal(theft)).toEqual(['not_found', undefined])
})

test('concurrent uploads of one id all get the same response', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  const id = newMediaId()
  const bytes = pngOf(200, 200)
  const all = await Promise.all([1, 2, 3].map(() => upload(app, alice, { id, chatId, bytes })))
  expect(new Set(all.map((media) => JSON.stringify(media))).size).toBe(1)
})

test('[DL4] a repeated send of a picture returns the stored message, even after a retraction', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  const { mediaId } = await upload(app, alice, { chatId })
  const id = newUuidV7() as MessageId
  const message = await send(alice, { chatId, mediaId, id, caption: 'look' })
  expect(await send(alice, { chatId, mediaId, id, caption: 'look' })).toEqual(message)
  expect(await refusal(send(alice, { chatId, mediaId, id, caption: 'other' }))).toEqual(['conflict', undefined])
  await alice.call('messages.retract', { chatId, id })
  expect(await send(alice, { chatId, mediaId, id, caption: 'look' })).toMatchObject({
    seq: message.seq,
    body: { type: 'retracted' },
  })
})

test('only an own upload for this chat can be sent, in one message', async () => {
  await using scene = await start()
  const { app, alice, bob, chatId } = scene
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const missing = ['not_found', 'body.mediaId']
  const { mediaId } = await upload(app, alice, { chatId })
  expect(await refusal(send(alice, { chatId: chat.id, mediaId }))).toEqual(missing)
  expect(await refusal(send(bob, { chatId, mediaId }))).toEqual(missing)
  expect(await refusal(send(alice, { chatId, mediaId: newMediaId() }))).toEqual(missing)
  expect(await refusal(send(alice, { chatId, mediaId: (await upload(app, alice)).mediaId }))).toEqual(missing)
  const waiting = newMediaId()
  await alice.call('media.create', { id: waiting, chatId, name: 'x', size: 1 })
  expect(await refusal(send(alice, { chatId, mediaId: waiting }))).toEqual(missing)
  await send(alice, { chatId, mediaId })
  expect(await refusal(send(alice, { chatId, mediaId }))).toEqual(missing)
})

test('[DL6] what is sent after a picture comes after it', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  const { mediaId } = await upload(app, alice, { chatId })
  await alice.say(chatId, 'warm')
  const sent = [
    alice.say(chatId, 'one'),
    send(alice, { chatId, mediaId }),
    alice.say(chatId, 'two'),
    alice.say(chatId, 'three'),
  ]
  const seqs = (await Promise.all(sent)).map(({ seq }) => seq)
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
})

test('[DL13] [DL60] addresses are for readers of the message, and for the owner before it is sent', async () => {
  await using scene = await start()
  const { app, alice, bob, carol, chatId } = scene
  const { mediaId } = await upload(app, alice, { chatId })
  expect([await gets(alice, mediaId), await gets(bob, mediaId)]).toEqual([true, false])
  await send(alice, { chatId, mediaId })
  expect([await gets(alice, mediaId), await gets(bob, mediaId), await gets(carol, mediaId)]).toEqual([
    true,
    true,
    false,
  ])
  // New members don't see earlier pictures, and former members see no later ones.
  await alice.call('groups.invite', { chatId, userIds: [carol.me.id] })
  await bob.call('groups.leave', { chatId })
  const later = await upload(app, alice, { chatId })
  await send(alice, { chatId, mediaId: later.mediaId })
  expect([await gets(bob, mediaId), await gets(carol, mediaId)]).toEqual([true, false])
  expect([await gets(bob, later.mediaId), await gets(carol, later.mediaId)]).toEqual([false, true])
})

test("every user can see a picture in a channel, and an unknown one isn't found", async () => {
  await using scene = await start()
  const { app, alice, carol } = scene
  const { mediaId } = await upload(app, alice, { chatId: WORLD_CHAT_ID })
  await send(alice, { chatId: WORLD_CHAT_ID, mediaId })
  expect([await gets(carol, mediaId), await gets(carol, newMediaId())]).toEqual([true, false])
})

test('a claim for a message that was never stored shows nothing to others', async () => {
  await using scene = await start()
  const { app, alice, bob, chatId } = scene
  const { mediaId } = await upload(app, alice, { chatId })
  const taken = await bob.say(chatId, 'mine')
  // The id is another user's message: the picture does not become a part of it.
  expect(await refusal(send(alice, { chatId, mediaId, id: taken.id }))).toEqual(['conflict', undefined])
  expect(await gets(bob, mediaId)).toBe(false)
})

test('[DL4] [DL62] a picture sent under the id of another own message is shown by nothing, and goes after its time', async () => {
  await using scene = await start()
  const { app, alice, bob, chatId } = scene
  const shown = await upload(app, alice, { chatId })
  const used = [await alice.say(chatId, 'words'), await send(alice, { chatId, mediaId: shown.mediaId })]
  for (const { id } of used) {
    const { mediaId } = await upload(app, alice, { chatId })
    expect(await refusal(send(alice, { chatId, mediaId, id }))).toEqual(['conflict', undefined])
    expect([await gets(alice, mediaId), await gets(bob, mediaId)]).toEqual([true, false])
  }
  await age(app)
  await app.core.worker.lookForWork()
  const rows = await app.database.read((db) => db.selectFrom('media').select('id').execute())
  expect(rows.map(({ id }) => toId(id))).toEqual([shown.mediaId])
  expect(await gets(bob, shown.mediaId)).toBe(true)
})

test('a picture can be uploaded only for a chat that one is in', async () => {
  await using scene = await start()
  const { alice, bob, carol, chatId } = scene
  const create = (person: Person) => person.call('media.create', { id: newMediaId(), chatId, name: 'x.png', size: 9 })
  expect(await refusal(create(carol))).toEqual(['not_found', undefined])
  await bob.call('groups.leave', { chatId })
  expect(await refusal(create(bob))).toEqual(['not_a_member', undefined])
  const tooLarge = { id: newMediaId(), chatId, name: 'x.png', size: limits.mediaBytes + 1 }
  expect(await refusal(alice.call('media.create', tooLarge))).toEqual(['too_large', 'size'])
  for (const name of ['', ' ', 'a\u202egnp.exe', 'a\nb', 'a\0b', 'x'.repeat(256)])
    expect(await refusal(alice.call('media.create', { ...tooLarge, size: 9, name }))).toEqual([
      'invalid_params',
      'name',
    ])
})

test('[DL62] a retracted picture is gone from the server, and its caption with it', async () => {
  await using scene = await start()
  const { app, alice, bob, chatId } = scene
  const { mediaId } = await upload(app, alice, { chatId })
  const { id } = await send(alice, { chatId, mediaId, caption: 'regretted' })
  const stored = await blobsOf(app, bob, mediaId)
  expect(await stored()).toEqual([true, true])
  const gone = await alice.call('messages.retract', { chatId, id })
  expect(JSON.stringify(gone)).not.toContain('regretted')
  expect([await gets(bob, mediaId), await gets(alice, mediaId)]).toEqual([false, false])
  await eventually(async () => !(await stored()).includes(true))
})

test('a picture is not edited', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  const { mediaId } = await upload(app, alice, { chatId })
  const { id } = await send(alice, { chatId, mediaId })
  const edit = alice.call('messages.edit', { chatId, id, body: { type: 'text', text: 'words' } })
  expect(await refusal(edit)).toEqual(['forbidden', 'id'])
})

test('[DL60] [DL62] every user can see an avatar, and the one before it is gone', async () => {
  await using scene = await start()
  const { app, alice, bob, carol, chatId } = scene
  const first = await upload(app, alice)
  expect(await gets(bob, first.mediaId)).toBe(false)
  expect((await alice.call('accounts.update', { avatar: first.mediaId })).avatar).toBe(first.mediaId)
  expect((await carol.call('users.get', { ids: [alice.me.id] })).users[0]?.avatar).toBe(first.mediaId)
  expect(await gets(carol, first.mediaId)).toBe(true)
  const stored = await blobsOf(app, carol, first.mediaId)
  const second = await upload(app, alice)
  await alice.call('accounts.update', { avatar: second.mediaId, name: 'Alice' })
  expect([await gets(carol, first.mediaId), await gets(carol, second.mediaId)]).toEqual([false, true])
  await eventually(async () => !(await stored()).includes(true))
  const none = await alice.call('accounts.update', { avatar: null })
  expect(none).not.toHaveProperty('avatar')
  const stolen = await upload(app, alice)
  for (const avatar of [stolen.mediaId, newMediaId(), (await upload(app, bob, { chatId })).mediaId])
    expect(await refusal(bob.call('accounts.update', { avatar }))).toEqual(['not_found', 'avatar'])
})

test('[DL62] an avatar that is set again stays, in a profile and in a group', async () => {
  await using scene = await start()
  const { app, alice, carol, chatId } = scene
  const [own, ofGroup] = [await upload(app, alice), await upload(app, alice)]
  for (let round = 0; round < 2; round++) {
    await alice.call('accounts.update', { avatar: own.mediaId })
    await alice.call('groups.update', { chatId, avatar: ofGroup.mediaId })
  }
  expect([await gets(carol, own.mediaId), await gets(alice, ofGroup.mediaId)]).toEqual([true, true])
})

test('[DL13] [DL60] readers of a group can see its avatar, and the owner and admins change it', async () => {
  await using scene = await start()
  const { app, alice, bob, carol, chatId } = scene
  const first = await upload(app, alice)
  expect((await alice.call('groups.update', { chatId, avatar: first.mediaId })).avatar).toBe(first.mediaId)
  const seen = () => Promise.all([alice, bob, carol].map((person) => gets(person, first.mediaId)))
  expect(await seen()).toEqual([true, true, false])
  // No profile and no message uses it any longer.
  expect(await refusal(alice.call('accounts.update', { avatar: first.mediaId }))).toEqual(['not_found', 'avatar'])
  expect(await refusal(send(alice, { chatId, mediaId: first.mediaId }))).toEqual(['not_found', 'body.mediaId'])
  const his = await upload(app, bob)
  expect(await refusal(bob.call('groups.update', { chatId, avatar: his.mediaId }))).toEqual(['forbidden', undefined])
  expect(await refusal(alice.call('groups.update', { chatId, avatar: his.mediaId }))).toEqual(['not_found', 'avatar'])
  const second = await upload(app, alice)
  await alice.call('groups.update', { chatId, avatar: second.mediaId })
  expect(await seen()).toEqual([false, false, false])
  expect(await alice.call('groups.update', { chatId, avatar: null })).not.toHaveProperty('avatar')
  expect(await gets(bob, second.mediaId)).toBe(false)
})

test('[DL33] [DL62] uploads that nothing shows are removed after their time, and nothing else is', async () => {
  await using scene = await start()
  const { app, alice, bob, chatId } = scene
  const sent = await upload(app, alice, { chatId })
  await send(alice, { chatId, mediaId: sent.mediaId })
  const avatar = await upload(app, alice)
  await alice.call('accounts.update', { avatar: avatar.mediaId })
  const unused = await upload(app, alice, { chatId })
  await alice.call('media.create', { id: newMediaId(), chatId, name: 'never sent', size: 9 })
  const stored = await blobsOf(app, alice, unused.mediaId)
  await age(app)
  const young = await upload(app, alice, { chatId })
  await app.core.worker.lookForWork()
  expect(await stored()).toEqual([false, false])
  expect(await refusal(send(alice, { chatId, mediaId: unused.mediaId }))).toEqual(['not_found', 'body.mediaId'])
  const seen = [await gets(bob, sent.mediaId), await gets(bob, avatar.mediaId), await gets(alice, young.mediaId)]
  expect(seen).toEqual([true, true, true])
  const rows = await app.database.read((db) => db.selectFrom('media').select('id').execute())
  expect(rows.length).toBe(3)
  await send(alice, { chatId, mediaId: young.mediaId })
})

test('[DL62] of an upload that was removed while it arrived nothing is left', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  const id = newMediaId()
  await alice.call('media.create', { id, chatId, name: 'late.png', size: 9 })
  const { key } = await app.core.media.media.announced(await callerOf(app, alice), id)
  await age(app)
  await app.core.worker.lookForWork()
  const size = { width: 4, height: 3, bytes: Buffer.from('pixels') }
  const hash = new Uint8Array(32)
  const picture = { sizes: [size], thumbhash: '' }
  expect(await refusal(app.core.media.uploads.keep({ key, id, hash, picture }))).toEqual(['not_found', undefined])
  expect(await app.blobs.get(pictureKey(id, '000000000000', size))).toBeUndefined()
})
