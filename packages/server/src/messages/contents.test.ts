import { describe, expect, test } from 'bun:test'
import { type ChatId, type ContentKind, type MessageBody, type MessageId, newUuidV7 } from '@parley/protocol'
import { sql } from 'kysely'
import { forwardsAndContents } from '../storage/migrations/0010-forwards-and-contents'
import { samplesOf } from '../testing/media-samples'
import { refusal } from '../testing/refusal'
import { type Person, TestApp, type TestAppOptions } from '../testing/test-app'
import { testedKind } from '../testing/test-database'

const newId = () => newUuidV7() as MessageId
const text = (words: string) => ({ type: 'text', text: words }) as const

/** A group of alice and bob; carol isn't a member. */
const scene = async (options: TestAppOptions = {}) => {
  const app = await TestApp.start(options)
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Boats', userIds: [bob.me.id] })
  return { app, alice, bob, carol, chatId, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const send = (person: Person, chatId: ChatId, body: MessageBody) =>
  person.call('messages.send', { id: newId(), chatId, body })
const seqsOf = async (person: Person, chatId: ChatId, kind: ContentKind) =>
  (await person.call('messages.media', { chatId, kind })).messages.map(({ seq }) => seq)

describe('[DL67] the contents of a chat', () => {
  test('are listed by kind, newest first, with the profiles of their users', async () => {
    await using it = await scene()
    const { app, alice, bob, chatId } = it
    const samples = samplesOf(app, alice, chatId)
    const said = async (body: MessageBody) => (await send(alice, chatId, body)).seq
    const picture = await said({ type: 'image', mediaId: (await samples.picture()).mediaId })
    const caption = 'from https://parley.test'
    const video = await said({ type: 'video', mediaId: (await samples.video()).mediaId, caption })
    const items = [(await samples.picture()).mediaId, (await samples.picture()).mediaId]
    const album = await said({ type: 'album', items })
    const voice = await said({ type: 'voice', mediaId: (await samples.voice()).mediaId })
    const file = await said({ type: 'file', mediaId: (await samples.file()).mediaId })
    const link = await said(text('see http://parley.test'))
    await said(text('nothing to see'))
    const lists = { media: [album, video, picture], files: [file], voice: [voice], links: [link, video] } as const
    for (const kind of ['media', 'files', 'voice', 'links'] as const)
      expect(await seqsOf(bob, chatId, kind)).toEqual([...lists[kind]])
    const heard = (await bob.call('messages.media', { chatId, kind: 'voice' })).messages.map(({ id }) => id)
    const { played } = await bob.call('messages.markPlayed', { chatId, ids: heard })
    expect((await bob.call('messages.media', { chatId, kind: 'voice' })).played).toEqual(played)
    const { messages, users, rev, more } = await bob.call('messages.media', { chatId, kind: 'files' })
    const listed = await bob.call('messages.list', { chatId, around: file, limit: 1 })
    expect([messages, users, rev, more]).toEqual([listed.messages, listed.users, listed.rev, false])
  })

  test('come in pages without gaps or repetitions', async () => {
    await using it = await scene()
    const { alice, bob, chatId } = it
    const seqs: number[] = []
    for (let at = 0; at < 7; at++) {
      seqs.unshift((await send(alice, chatId, text(`https://parley.test/${at}`))).seq)
      await send(alice, chatId, text('between'))
    }
    const read: number[] = []
    let before: number | undefined
    for (;;) {
      const page = { chatId, kind: 'links', limit: 3, ...(before === undefined ? {} : { before }) } as const
      const { messages, more } = await bob.call('messages.media', page)
      read.push(...messages.map(({ seq }) => seq))
      before = messages.at(-1)?.seq
      if (!more) break
      expect(messages).toHaveLength(3)
    }
    expect(read).toEqual(seqs)
  })

  test('follow edits, retractions and forwards', async () => {
    await using it = await scene()
    const { app, alice, bob, chatId } = it
    const said = await send(alice, chatId, text('nothing'))
    const edit = (words: string) => alice.call('messages.edit', { chatId, id: said.id, body: text(words) })
    await edit('see https://parley.test')
    expect(await seqsOf(bob, chatId, 'links')).toEqual([said.seq])
    await edit('see https://parley.test/two')
    expect(await seqsOf(bob, chatId, 'links')).toEqual([said.seq])
    await edit('nothing again')
    expect(await seqsOf(bob, chatId, 'links')).toEqual([])
    const { mediaId } = await samplesOf(app, alice, chatId).picture()
    const picture = await send(alice, chatId, { type: 'image', mediaId, caption: 'https://parley.test' })
    const from = { chatId, id: picture.id }
    const copy = await bob.call('messages.forward', { id: newId(), chatId, from, withName: false })
    expect(await seqsOf(bob, chatId, 'media')).toEqual([copy.seq, picture.seq])
    await alice.call('messages.retract', from)
    for (const kind of ['media', 'links'] as const) expect(await seqsOf(bob, chatId, kind)).toEqual([copy.seq])
    const rows = await app.database.read((db) => db.selectFrom('contents').selectAll().execute())
    expect(rows).toHaveLength(2)
  })
})

describe('[DL67] for members with a limited range, the contents of a chat', () => {
  test('[DL13] are shown within that range', async () => {
    await using it = await scene()
    const { alice, bob, carol, chatId } = it
    const link = (at: number) => send(alice, chatId, text(`https://parley.test/${at}`))
    const seqs = [(await link(1)).seq, (await link(2)).seq]
    const asked = { chatId, kind: 'links' } as const
    expect(await refusal(carol.call('messages.media', asked))).toEqual(['not_found', undefined])
    await bob.call('groups.leave', { chatId })
    await alice.call('groups.update', { chatId, historyVisible: false })
    await alice.call('groups.invite', { chatId, userIds: [carol.me.id] })
    const late = await link(3)
    expect(await seqsOf(carol, chatId, 'links')).toEqual([late.seq])
    expect(await seqsOf(bob, chatId, 'links')).toEqual(seqs.toReversed())
    expect(await seqsOf(alice, chatId, 'links')).toEqual([late.seq, ...seqs.toReversed()])
  })

  test('[DL38] show a former member no later changes', async () => {
    await using it = await scene()
    const { alice, bob, chatId } = it
    const said = await send(alice, chatId, text('https://parley.test/first'))
    await bob.call('groups.leave', { chatId })
    await alice.call('messages.edit', { chatId, id: said.id, body: text('https://parley.test/secret') })
    const { messages } = await bob.call('messages.media', { chatId, kind: 'links' })
    expect(messages.map(({ body }) => body)).toEqual([{ type: 'withheld' }])
  })
})

test('[DL67] an upgrade lists the contents of earlier messages', async () => {
  await using it = await scene()
  const { app, alice, chatId } = it
  const samples = samplesOf(app, alice, chatId)
  const caption = 'from HTTPS://parley.test'
  await send(alice, chatId, { type: 'image', mediaId: (await samples.picture()).mediaId, caption })
  await send(alice, chatId, { type: 'video', mediaId: (await samples.video()).mediaId })
  await send(alice, chatId, { type: 'voice', mediaId: (await samples.voice()).mediaId })
  await send(alice, chatId, { type: 'file', mediaId: (await samples.file()).mediaId, caption: 'no address' })
  const items = [(await samples.picture()).mediaId, (await samples.picture()).mediaId]
  const { id } = await send(alice, chatId, { type: 'album', items, caption })
  for (const words of ['http://parley.test', '"quoted" https://parley.test\n', 'http is not https']) {
    await send(alice, chatId, text(words))
    await send(alice, chatId, { type: 'location', lat: 1, lng: 1, name: 'http://parley.test' })
  }
  await alice.call('messages.retract', { chatId, id })
  const rows = () =>
    app.database.read((db) => db.selectFrom('contents').selectAll().orderBy('kind').orderBy('seq').execute())
  const before = await rows()
  expect(before).toHaveLength(7)
  const steps = forwardsAndContents[testedKind()]
  const filling = (Array.isArray(steps) ? steps : []).filter((step: string) => step.startsWith('insert into contents'))
  await app.database.write(async ({ db }) => {
    await db.deleteFrom('contents').execute()
    for (const step of filling) await sql.raw(step).execute(db)
  })
  expect(await rows()).toEqual(before)
})

describe('[DL67] a page around a time', () => {
  /** Ten messages, one a minute; several at the fifth. */
  const timed = async () => {
    let nowMs = Date.UTC(2026, 0, 1)
    const clock = { now: () => nowMs, setTimeout: () => ({ timer: 0 }), clearTimeout: () => {} }
    const it = await scene({ clock })
    const sent = []
    for (let at = 0; at < 10; at++) {
      nowMs += 60_000
      sent.push(await it.alice.say(it.chatId, `${at}`))
      if (at === 4) sent.push(await it.alice.say(it.chatId, 'at the same time'))
    }
    return { ...it, sent }
  }

  test('is around the first message of that time or later', async () => {
    await using it = await timed()
    const { bob, chatId, sent } = it
    for (const { at, seq } of sent.filter((one, index) => sent[index - 1]?.at !== one.at)) {
      const around = await bob.call('messages.list', { chatId, around: seq, limit: 3 })
      for (const time of [at, at - 1, at - 59_999])
        expect(await bob.call('messages.list', { chatId, at: time, limit: 3 })).toEqual(around)
    }
  })

  test('is at either end for times before and after all messages', async () => {
    await using it = await timed()
    const { bob, chatId, sent } = it
    const page = async (at: number) => (await bob.call('messages.list', { chatId, at, limit: 2 })).messages
    expect((await page(0))[0]?.seq).toBe(1)
    expect((await page(Number.MAX_SAFE_INTEGER)).at(-1)?.seq).toBe(sent.at(-1)?.seq)
    const both = bob.call('messages.list', { chatId, at: 0, before: 2 })
    expect(await refusal(both)).toEqual(['invalid_params', undefined])
  })

  test('[DL13] begins and ends with the reader’s range', async () => {
    await using it = await timed()
    const { alice, bob, carol, chatId, sent } = it
    await bob.call('groups.leave', { chatId })
    await alice.call('groups.update', { chatId, historyVisible: false })
    await alice.call('groups.invite', { chatId, userIds: [carol.me.id] })
    const late = await alice.say(chatId, 'late')
    const early = await carol.call('messages.list', { chatId, at: 0 })
    expect(early.messages.every(({ seq }) => seq > (sent.at(-1)?.seq ?? 0))).toBe(true)
    const after = await bob.call('messages.list', { chatId, at: late.at })
    expect(after.messages.some(({ seq }) => seq >= late.seq)).toBe(false)
    expect(after.messages.length).toBeGreaterThan(5)
  })
})
