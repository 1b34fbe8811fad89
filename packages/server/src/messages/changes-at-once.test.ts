import { expect, test } from 'bun:test'
import { type ChatId, type Message, type MessageId, newUuidV7 } from '@parley/protocol'
import { applyChatDelta, type HeldChat } from '@parley/protocol/apply'
import { type Person, type Refused, TestApp } from '../testing/test-app'
import { testedKind } from '../testing/test-database'

/** Repeated often enough that concurrent calls meet at every step. */
const ROUNDS = 8

const text = (words: string) => ({ type: 'text', text: words }) as const
const named = ({ id, chatId }: Message) => ({ id, chatId })
const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )

const scene = async (app: TestApp) => {
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Boats', userIds: [bob.me.id] })
  return { alice, bob, chatId }
}

const storedAt = async (person: Person, { chatId, seq }: Message): Promise<Message | undefined> =>
  (await person.call('messages.list', { chatId, after: seq - 1, limit: 1 })).messages[0]

/**
 * The final state of a client that received all deltas. On PostgreSQL, two commits may become known in the other order.
 * The node fills the gap from the database, and where that brings an edit, the client fetches it like every client.
 */
const heardBy = async (person: Person, chatId: ChatId) => {
  const first = await person.call('chats.changes', { chatId, since: 0 })
  const deltas = person.connection.events('chat.delta').filter((delta) => delta.chatId === chatId)
  const start = deltas.find(({ from }) => from === 0)
  let held: HeldChat | undefined = start && applyChatDelta(undefined, start).held
  for (const delta of deltas) {
    let applied = applyChatDelta(held, delta)
    if (applied.outcome === 'ask' && testedKind() === 'postgres')
      applied = applyChatDelta(held, await person.call('chats.changes', { chatId, since: held?.rev ?? 0 }))
    expect(applied.outcome).toBe('applied')
    held = applied.held
  }
  return { held, fresh: applyChatDelta(undefined, first).held }
}

test('[DL7] [DL37] [DL38] after a concurrent edit and retraction the text is gone, whichever came first', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  for (let round = 0; round < ROUNDS; round++) {
    const sent = await bob.say(chatId, 'secret words')
    const ends = await Promise.all([
      outcome(bob.call('messages.edit', { ...named(sent), body: text('more secret words') })),
      outcome(alice.call('messages.retract', named(sent))),
      outcome(bob.call('messages.retract', named(sent))),
      outcome(bob.call('messages.edit', { ...named(sent), body: text('most secret words') })),
    ])
    expect([ends[1], ends[2]]).toEqual(['done', 'done'])
    for (const end of [ends[0], ends[3]]) expect(['done', 'retracted']).toContain(end ?? '')
    const stored = await storedAt(alice, sent)
    expect([stored?.body, stored?.seq]).toEqual([{ type: 'retracted' }, sent.seq])
    const changes = ends.filter((end, at) => end === 'done' && at !== 1).length
    expect((stored?.rev ?? 0) - sent.rev).toBe(changes)
  }
  const { held, fresh } = await heardBy(alice, chatId)
  expect([held?.rev, held?.messages]).toEqual([fresh?.rev, fresh?.messages])
})

test('[DL5] [DL7] [DL9] concurrent edits, retractions and sends each get a rev, lose no seq, and reach all members', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  const sent: Message[] = []
  for (let at = 0; at < 12; at++) sent.push(await (at % 2 ? alice : bob).say(chatId, `${at}`))
  const before = await alice.call('chats.changes', { chatId, since: 0 })
  const doing: Promise<unknown>[] = []
  for (let at = 0; at < 48; at++) {
    const message = sent[at % 12] as Message
    const sender = at % 2 ? alice : bob
    doing.push((at % 3 ? alice : bob).say(chatId, `beside ${at}`))
    if (at % 12 < 8) doing.push(sender.call('messages.edit', { ...named(message), body: text(`edit ${at}`) }))
    else if (at < 12) doing.push(sender.call('messages.retract', named(message)))
  }
  await Promise.all(doing)
  const after = await alice.call('chats.changes', { chatId, since: 0 })
  expect(after.rev - before.rev).toBe(doing.length)
  expect((after.view?.last?.seq ?? 0) - (before.view?.last?.seq ?? 0)).toBe(48)
  for (const person of [alice, bob]) {
    const { held, fresh } = await heardBy(person, chatId)
    expect([held?.rev, held?.chat.seq]).toEqual([fresh?.rev, fresh?.chat.seq])
    expect(held?.messages.slice(-30)).toEqual([...(fresh?.messages ?? [])])
    const view = (await person.call('chats.changes', { chatId, since: 0 })).view
    const unread = (held?.messages ?? []).filter(
      (row) => row.countable && row.senderId !== person.me.id && row.retractedAt === undefined,
    )
    expect(view?.unread).toBe(unread.length)
  }
})

test('[DL4] a send repeated during an edit and a retraction is stored once, and every response is a state of it', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  for (let round = 0; round < ROUNDS; round++) {
    const send = { id: newUuidV7() as MessageId, chatId, body: text(`once ${round}`) }
    const sent = await bob.call('messages.send', send)
    const answers = await Promise.all([
      bob.call('messages.send', send),
      bob.call('messages.edit', { ...named(sent), body: text(`twice ${round}`) }).catch(() => sent),
      bob.call('messages.send', send),
      alice.call('messages.retract', named(sent)),
      bob.call('messages.send', send),
    ])
    expect(new Set(answers.map(({ id, seq }) => `${id} ${seq}`)).size).toBe(1)
    expect(await bob.call('messages.send', send)).toMatchObject({ body: { type: 'retracted' } })
  }
  const { view } = await alice.call('chats.changes', { chatId, since: 0 })
  expect(view?.last?.seq).toBe(ROUNDS + 1)
})

test('[DL38] while others write, retractions within the window succeed and late ones fail', async () => {
  let nowMs = Date.UTC(2026, 0, 1)
  const clock = { now: () => nowMs, setTimeout: () => ({ timer: 0 }), clearTimeout: () => {} }
  await using app = await TestApp.start({ clock, retractWindowMs: 1_000 })
  const { alice, bob, chatId } = await scene(app)
  for (let round = 0; round < ROUNDS; round++) {
    const sent = await bob.say(chatId, `${round}`)
    nowMs += 1_000 + (round % 2)
    const [end] = await Promise.all([
      outcome(bob.call('messages.retract', named(sent))),
      alice.say(chatId, 'beside'),
      bob.say(chatId, 'beside'),
    ])
    expect(end).toBe(round % 2 ? 'too_late' : 'done')
    expect((await storedAt(alice, sent))?.body.type).toBe(round % 2 ? 'text' : 'retracted')
  }
})

test('[DL11] [DL13] a new member learns nothing of a concurrent edit of earlier messages, and holds what a fresh client gets', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  for (let round = 0; round < ROUNDS; round++) {
    const carol = await app.person(`carol${round}`)
    const sent = await bob.say(chatId, 'before carol')
    await Promise.all([
      alice.call('groups.invite', { chatId, userIds: [carol.me.id] }),
      bob.call('messages.edit', { ...named(sent), body: text('secret words') }),
      bob.call('messages.edit', { ...named(sent), body: text('more secret words') }),
    ])
    expect(JSON.stringify(carol.connection.frames)).not.toContain('secret')
    expect((await storedAt(alice, sent))?.editedAt).toBeNumber()
    await carol.call('groups.leave', { chatId })
  }
})
