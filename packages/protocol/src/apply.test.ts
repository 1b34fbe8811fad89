import { expect, test } from 'bun:test'
import fc from 'fast-check'
import {
  applyChatDelta,
  applyMembers,
  applyPage,
  applyUserDelta,
  comparableChat,
  comparableUser,
  type HeldChat,
  type HeldUser,
  heldMessages,
  mergeMessages,
} from './apply'
import type { ChatDelta, UserDelta } from './deltas'
import { type ChatId, type MessageId, newUuidV7, type SessionId, type UserId } from './ids'
import { limits } from './limits'
import type { Chat, ChatState, Friend, Me, Member, Message, Session } from './rows'

const chatId = newUuidV7(1) as ChatId
const alice = newUuidV7(2) as UserId
const people = [alice, newUuidV7(3) as UserId, newUuidV7(4) as UserId]

/** A chat as a server has it: each change raises its rev by one. */
class ServerChat {
  rev = 1
  chat: Chat = { id: chatId, kind: 'group', rev: 1, seq: 0, firstSeq: 1, pinned: [] }
  readonly members = new Map<UserId, Member>()
  readonly messages: Message[] = []

  say(): void {
    const seq = this.chat.seq + 1
    const rev = ++this.rev
    this.chat = { ...this.chat, seq }
    const id = newUuidV7(seq) as MessageId
    this.messages.push({
      id,
      chatId,
      seq,
      rev,
      senderId: alice,
      at: seq,
      body: { type: 'text', text: 'hi' },
      countable: true,
    })
  }

  edit(back: number): void {
    const at = this.messages.length - 1 - back
    const row = this.messages[at]
    if (row !== undefined)
      this.messages[at] = { ...row, rev: ++this.rev, body: { type: 'text', text: `edit ${this.rev}` } }
  }

  rename(): void {
    this.chat = { ...this.chat, rev: ++this.rev, name: `name ${this.rev}` }
  }

  member(userId: UserId): void {
    const left = this.members.get(userId)?.leftSeq === undefined && this.members.has(userId)
    const row: Member = { chatId, userId, rev: ++this.rev, role: 'member', joinedSeq: 1, visibleFrom: 1 }
    this.members.set(userId, left ? { ...row, leftSeq: this.chat.seq } : row)
  }

  /** Every row that changed after `from`, as it is now. */
  delta(from: number): ChatDelta {
    const changed = <Row extends { rev: number }>(rows: Iterable<Row>) => [...rows].filter((row) => row.rev > from)
    const chat = this.chat.rev > from ? { chat: this.chat } : {}
    return {
      chatId,
      from,
      rev: this.rev,
      ...chat,
      members: changed(this.members.values()),
      messages: changed(this.messages),
    }
  }

  snapshot(): ChatDelta {
    const messages = this.messages.slice(-limits.snapshotMessages)
    return { chatId, from: 0, rev: this.rev, chat: this.chat, messages }
  }

  page() {
    return { rev: this.rev, members: [...this.members.values()].filter(({ leftSeq }) => leftSeq === undefined) }
  }
}

const holding = (delta: ChatDelta): HeldChat => {
  const { held } = applyChatDelta(undefined, delta)
  if (held === undefined) throw new Error('a snapshot is always applied')
  return held
}

/** Fetches unknown members. */
const complete = (held: HeldChat, server: ServerChat): HeldChat =>
  held.membersRev === undefined ? applyMembers(held, server.page()) : held
const fresh = (server: ServerChat): HeldChat => complete(holding(server.snapshot()), server)

type Step = { what: 'say' | 'edit' | 'rename' | 'member'; which: number; back: number }
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('say', 'say', 'say', 'edit', 'rename', 'member'),
  which: fc.nat(people.length - 1),
  back: fc.nat(10),
})
const perform = (server: ServerChat, { what, which, back }: Step) => {
  if (what === 'say') server.say()
  else if (what === 'edit') server.edit(back)
  else if (what === 'rename') server.rename()
  else server.member(people[which] ?? alice)
}

/** Deltas of a run, each over the last one to three changes, and the state at their end. */
const runs = fc.array(fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 3 }), reach: fc.nat(4) }), {
  maxLength: 40,
})

test('[DL15] deltas applied in order give the fresh snapshot', () => {
  fc.assert(
    fc.property(runs, (batches) => {
      const server = new ServerChat()
      let held = fresh(server)
      for (const { steps, reach } of batches) {
        const from = server.rev
        for (const each of steps) perform(server, each)
        const applied = applyChatDelta(held, server.delta(Math.max(1, from - reach)))
        expect(applied.outcome).toBe('applied')
        held = applied.held ?? held
      }
      expect(comparableChat(held)).toEqual(comparableChat(fresh(server)))
    }),
  )
})

test('[DL23] repeated, reordered and lost deltas followed by one sync give the fresh snapshot', () => {
  const order = fc.array(fc.nat(1000), { maxLength: 80 })
  const ends = fc.record({ bySnapshot: fc.boolean(), pageAt: fc.nat(80) })
  fc.assert(
    fc.property(runs, order, ends, (batches, deliveries, { bySnapshot, pageAt }) => {
      const server = new ServerChat()
      let held = holding(server.snapshot())
      const sent: ChatDelta[] = []
      const pages = [server.page()]
      for (const { steps, reach } of batches) {
        const from = Math.max(1, server.rev - reach)
        for (const each of steps) perform(server, each)
        sent.push(server.delta(from))
        pages.push(server.page())
      }
      for (const [at, which] of deliveries.entries()) {
        const delta = sent[which % Math.max(1, sent.length)]
        if (delta !== undefined) held = applyChatDelta(held, delta).held ?? held
        if (at === pageAt) held = applyMembers(held, pages[which % pages.length] ?? server.page())
      }
      const synced = applyChatDelta(held, bySnapshot ? server.snapshot() : server.delta(held.rev))
      expect(synced.outcome).toBe('applied')
      const whole = complete(synced.held ?? held, server)
      expect(comparableChat(whole)).toEqual(comparableChat(fresh(server)))
    }),
  )
})

test('[DL16] applying a delta twice changes nothing, not even the object', () => {
  const server = new ServerChat()
  const start = holding(server.snapshot())
  server.say()
  server.member(alice)
  const delta = server.delta(1)
  const once = applyChatDelta(start, delta).held
  expect(applyChatDelta(once, delta).held).toBe(once)
  expect(applyChatDelta(once, { ...delta, messages: delta.messages?.map((row) => ({ ...row, rev: 1 })) }).held).toBe(
    once,
  )
})

test('[DL16] a late delta does not lower the held rev', () => {
  const server = new ServerChat()
  const start = holding(server.snapshot())
  server.say()
  const early = server.delta(1)
  server.rename()
  const late = applyChatDelta(start, server.delta(1)).held
  expect(applyChatDelta(late, early).held?.rev).toBe(3)
  expect(applyChatDelta(late, { ...early, chat: { ...start.chat, rev: 1 } }).held).toBe(late)
})

test('[DL17] a delta that does not follow the held rev is a gap and changes nothing', () => {
  const server = new ServerChat()
  const held = holding(server.snapshot())
  server.say()
  server.say()
  expect(applyChatDelta(held, server.delta(2))).toEqual({ held, outcome: 'gap' })
  expect(applyChatDelta(undefined, server.delta(1)).outcome).toBe('gap')
})

test('[DL18] a snapshot replaces the whole copy, and an older one is fetched again', () => {
  const server = new ServerChat()
  for (let said = 0; said < 50; said++) server.say()
  const early = server.snapshot()
  const held = applyPage(holding(early), { rev: server.rev, messages: server.messages.slice(0, 20) })
  expect(held.messages.length).toBe(50)
  for (let said = 0; said < 40; said++) server.say()
  const late = applyChatDelta(held, server.snapshot()).held
  expect(late?.messages.map((row) => row.seq)).toEqual(Array.from({ length: 30 }, (_, at) => 61 + at))
  expect(applyChatDelta(late, early)).toEqual({ held: late, outcome: 'stale' })
})

test('[DL18] members that were fetched before a snapshot are not held', () => {
  const server = new ServerChat()
  for (const userId of people) server.member(userId)
  const before = server.page()
  server.member(alice)
  const held = holding(server.snapshot())
  expect(applyMembers(held, before)).toBe(held)
  expect([...applyMembers(held, server.page()).members.keys()]).toEqual(people.slice(1))
})

test('[DL19] a page read below the held rev is not held', () => {
  const server = new ServerChat()
  for (let said = 0; said < 50; said++) server.say()
  const held = holding(server.snapshot())
  expect(applyPage(held, { rev: held.rev - 1, messages: server.messages.slice(0, 20) })).toBe(held)
  expect(applyPage(held, { rev: held.rev, messages: server.messages.slice(0, 10) })).toBe(held)
})

test('messages below the held ones are ignored, and the number of held messages is bounded', () => {
  const server = new ServerChat()
  for (let said = 0; said < 40; said++) server.say()
  let held = holding(server.snapshot())
  server.edit(39)
  held = applyChatDelta(held, server.delta(held.rev)).held ?? held
  expect(held.messages[0]?.seq).toBe(11)
  expect(held.rev).toBe(server.rev)
  for (let said = 0; said < heldMessages; said++) {
    server.say()
    held = applyChatDelta(held, server.delta(held.rev)).held ?? held
  }
  expect(held.messages.length).toBe(heldMessages)
  expect(held.chat.seq).toBe(240)
})

test('the chat has the highest seq of any row', () => {
  const server = new ServerChat()
  const held = holding(server.snapshot())
  server.say()
  const withMessage = applyChatDelta(held, { chatId, from: 1, rev: 2, messages: server.messages }).held
  expect(withMessage?.chat.seq).toBe(1)
  const renamed = applyChatDelta(withMessage, {
    chatId,
    from: 2,
    rev: 3,
    chat: { ...held.chat, rev: 3, name: 'new' },
  }).held
  expect(renamed?.chat).toMatchObject({ seq: 1, name: 'new' })
})

test('merging keeps the array when nothing is newer', () => {
  const server = new ServerChat()
  server.say()
  const rows = server.messages
  expect(mergeMessages(rows, [...rows])).toBe(rows)
})

const session = (which: number, rev: number, revoked: boolean): Session => ({
  id: newUuidV7(which, (bytes) => bytes.fill(which)) as SessionId,
  device: `device ${rev}`,
  createdAt: 0,
  lastSeenAt: rev,
  current: rev % 2 === 0,
  rev,
  ...(revoked && { revokedAt: rev }),
})

const everybody = 'everybody' as const
const chosen = {
  ...{ seenBy: everybody, foundBy: everybody, askedBy: everybody, addedBy: everybody },
  ...{ showsReads: true, showsTyping: true },
}
const person = (which: number) => newUuidV7(which, (bytes) => bytes.fill(which)) as UserId

test('[DL18] an older snapshot of the user is fetched again, and older preferences never replace newer ones', () => {
  const preferences = { ...chosen, rev: 4, status: 'dnd' } as const
  const { held } = applyUserDelta(undefined, { from: 0, rev: 5, preferences, states: [], friends: [], sessions: [] })
  expect(applyUserDelta(held, { from: 0, rev: 4, states: [], friends: [], sessions: [] })).toEqual({
    held,
    outcome: 'stale',
  })
  const late = applyUserDelta(held, { from: 2, rev: 3, preferences: { ...chosen, rev: 3, status: 'online' } }).held
  expect(late?.preferences).toEqual(preferences)
})

test('[DL8] [DL23] repeated, reordered and lost user deltas followed by one sync give the fresh snapshot', () => {
  const change = fc.record({
    which: fc.nat(3),
    kind: fc.constantFrom('state', 'session', 'friend', 'me'),
    reach: fc.nat(3),
  })
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 30 }),
      fc.array(fc.nat(1000), { maxLength: 60 }),
      (changes, deliveries) => {
        let rev = 1
        let me: Me = { id: alice, username: 'alice', name: 'Alice', rev, admin: false }
        const states = new Map<ChatId, ChatState>()
        const sessions = new Map<SessionId, Session>()
        const friends = new Map<UserId, Friend>()
        const delta = (from: number): UserDelta => ({
          from,
          rev,
          ...(me.rev > from && { me }),
          states: [...states.values()].filter((row) => row.rev > from),
          sessions: [...sessions.values()].filter((row) => row.rev > from),
          friends: [...friends.values()].filter((row) => row.rev > from),
        })
        let held: HeldUser | undefined = applyUserDelta(undefined, delta(0)).held
        const sent: UserDelta[] = []
        for (const { which, kind, reach } of changes) {
          const from = Math.max(1, rev - reach)
          rev++
          const id = newUuidV7(which, (bytes) => bytes.fill(which)) as ChatId
          const row = session(which, rev, which === 0)
          if (kind === 'state') states.set(id, { chatId: id, rev, readSeq: rev, clearedSeq: 0 })
          else if (kind === 'session') sessions.set(row.id, row)
          else if (kind === 'friend') friends.set(person(which), { userId: person(which), rev, state: 'friends' })
          else me = { ...me, rev, name: `Alice ${rev}` }
          sent.push(delta(from))
        }
        for (const which of deliveries) {
          const one = sent[which % Math.max(1, sent.length)]
          if (one !== undefined) held = applyUserDelta(held, one).held
        }
        held = applyUserDelta(held, delta(held?.rev ?? 0)).held
        const fresh = applyUserDelta(undefined, delta(0)).held
        if (held === undefined || fresh === undefined) throw new Error('both are held')
        expect(comparableUser(held)).toEqual(comparableUser(fresh))
      },
    ),
  )
})
