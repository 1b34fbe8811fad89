import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7, type Params, WORLD_CHAT_ID } from '@parley/protocol'
import { type Person, type Refused, TestApp } from './test-app'

/** Two people do the same at the same time, so often that they meet in every place. */
const ROUNDS = 4

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )

const registration = (username: string, more: Partial<Params<'accounts.register'>> = {}) => ({
  username,
  name: username,
  password: 'tidal fox lamp 9',
  ...more,
})

const people = (app: TestApp, ...names: string[]): Promise<Person[]> =>
  Promise.all(names.map((name) => app.person(name)))

const newGroup = async (owner: Person, ...others: Person[]): Promise<ChatId> => {
  const id = newUuidV7() as ChatId
  await owner.call('groups.create', { id, name: 'Friends', userIds: others.map(({ me }) => me.id) })
  return id
}

const groupOf = async (app: TestApp, chatId: ChatId) => {
  const id = Buffer.from(chatId.replaceAll('-', ''), 'hex')
  return app.database.read(async (db) => {
    const chat = await db.selectFrom('chats').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const members = await db.selectFrom('members').selectAll().where('chat_key', '=', chat.key).execute()
    return { chat, present: members.filter(({ left_seq }) => left_seq === null) }
  })
}

const userRow = (app: TestApp, { me }: Person) =>
  app.database.read((db) =>
    db.selectFrom('users').selectAll().where('username', '=', me.username).executeTakeFirstOrThrow(),
  )

test('two people who open a chat with each other at once have one', async () => {
  await using app = await TestApp.start()
  for (let round = 0; round < ROUNDS; round++) {
    const [alice, bob] = (await people(app, `alice${round}`, `bob${round}`)) as [Person, Person]
    const { code } = await alice.call('invites.create', {})
    const opened = await Promise.all([
      alice.call('chats.direct', { userId: bob.me.id }),
      bob.call('chats.direct', { userId: alice.me.id }),
      bob.call('invites.open', { code }),
    ])
    expect(new Set(opened.map(({ chat }) => chat?.id)).size).toBe(1)
  }
})

test('a user name is given once', async () => {
  await using app = await TestApp.start()
  for (let round = 0; round < ROUNDS; round++) {
    const calls = [1, 2, 3].map(() => app.connect().call('accounts.register', registration(`alice${round}`)))
    const ends = await Promise.all(calls.map(outcome))
    expect(ends.toSorted()).toEqual(['done', 'username_taken', 'username_taken'])
  }
})

test('one setup code makes one administrator', async () => {
  for (let round = 0; round < 3; round++) {
    await using app = await TestApp.start()
    const codes = await Promise.all([1, 2].map(() => app.core.setupCode.renew()))
    const calls = ['alice', 'bob', 'carol', 'dave'].map((name, at) =>
      app.connect().call('accounts.register', registration(name, { setup: codes[at % 2] ?? '' })),
    )
    const ends = await Promise.all(calls.map(outcome))
    expect(ends.toSorted()).toEqual(['done', 'setup_invalid', 'setup_invalid', 'setup_invalid'])
  }
})

test('an invite has one link at a time, and never more uses than it says', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const made = await Promise.all([1, 2, 3, 4].map(() => alice.call('invites.create', {})))
  expect(new Set(made.map(({ code }) => code)).size).toBe(1)
  const invite = made[0]?.code ?? ''
  await app.database.write(({ db }) => db.updateTable('invites').set({ uses_left: 2 }).execute())
  const calls = ['bob', 'carol', 'dave', 'erin', 'fred'].map((name) =>
    app.connect().call('accounts.register', registration(name, { invite })),
  )
  const ends = await Promise.all(calls.map(outcome))
  expect(ends.toSorted()).toEqual(['done', 'done', 'invite_invalid', 'invite_invalid', 'invite_invalid'])
  const [row] = await app.database.read((db) => db.selectFrom('invites').select('uses_left').execute())
  expect(row?.uses_left).toBe(0)
})

test('the same group is made once; another one under its id is a conflict', async () => {
  await using app = await TestApp.start()
  const [alice, bob, carol] = (await people(app, 'alice', 'bob', 'carol')) as [Person, Person, Person]
  for (let round = 0; round < ROUNDS; round++) {
    const group = { id: newUuidV7() as ChatId, name: 'Friends', userIds: [carol.me.id] }
    const [first, again] = await Promise.all([alice.call('groups.create', group), alice.call('groups.create', group)])
    expect(again.chat).toEqual(first.chat)
    const other = { ...group, id: newUuidV7() as ChatId }
    const ends = await Promise.all([alice, bob].map((one) => outcome(one.call('groups.create', other))))
    expect(ends.toSorted()).toEqual(['conflict', 'done'])
  }
})

test("[DL7] concurrent joins don't overfill a group, no user joins twice, and the count is that of its members", async () => {
  await using app = await TestApp.start()
  const all = await people(app, 'alice', 'bob', 'carol', 'dave', 'erin')
  const [alice, bob, carol, dave, erin] = all as [Person, Person, Person, Person, Person]
  for (let round = 0; round < ROUNDS; round++) {
    const chatId = await newGroup(alice, bob)
    await app.database.write(({ db }) =>
      db.updateTable('chats').set({ max_members: 4 }).where('kind', '=', 'group').execute(),
    )
    const ends = await Promise.all([
      outcome(alice.call('groups.invite', { chatId, userIds: [carol.me.id] })),
      outcome(bob.call('groups.invite', { chatId, userIds: [carol.me.id] })),
      outcome(alice.call('groups.invite', { chatId, userIds: [carol.me.id, dave.me.id] })),
      outcome(bob.call('groups.invite', { chatId, userIds: [carol.me.id, erin.me.id] })),
    ])
    expect(ends.filter((end) => end === 'group_full')).toHaveLength(1)
    const { chat, present } = await groupOf(app, chatId)
    expect([chat.member_count, present.length]).toEqual([4, 4])
  }
})

test('[DL28] read cursors that come in any order leave the highest, each rise with a rev of its own', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  for (let at = 0; at < 30; at++) await alice.say(WORLD_CHAT_ID, `${at}`)
  const before = await userRow(app, alice)
  const seqs = Array.from({ length: 30 }, (_, at) => ((at * 7) % 30) + 1)
  const states = await Promise.all(seqs.map((seq) => alice.call('chats.markRead', { chatId: WORLD_CHAT_ID, seq })))
  expect(Math.max(...states.map(({ readSeq }) => readSeq))).toBe(30)
  const { user } = await alice.call('sync.pull', { user: 0, chats: {} })
  expect(user?.states?.find(({ chatId }) => chatId === WORLD_CHAT_ID)?.readSeq).toBe(30)
  const pushed = alice.connection
    .events('user.delta')
    .filter(({ states: moved }) => moved?.[0]?.chatId === WORLD_CHAT_ID)
  expect(pushed.length).toBe((await userRow(app, alice)).rev - before.rev)
})

test('repeated acts change nothing: closing, disabling, revoking, renaming', async () => {
  await using app = await TestApp.start()
  const setup = (await app.core.setupCode.renew()) ?? ''
  const admin = await app.person('admin', { setup })
  const alice = await app.person('alice')
  const rev = async () => (await groupOf(app, WORLD_CHAT_ID)).chat.rev
  const worldRev = await rev()
  await Promise.all([1, 2, 3].map(() => admin.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: false })))
  expect(await rev()).toBe(worldRev + 1)
  const second = await app.signedIn(alice.me, alice.token)
  const { sessions } = await alice.call('sessions.list', {})
  const before = await userRow(app, alice)
  await Promise.all([1, 2, 3].map(() => second.call('accounts.update', { name: 'Alice' })))
  expect((await userRow(app, alice)).rev).toBe(before.rev + 1)
  await Promise.all([1, 2, 3].map(() => admin.call('admin.setDisabled', { userId: alice.me.id, disabled: true })))
  const after = await userRow(app, alice)
  expect([sessions.length, after.rev]).toEqual([1, before.rev + 2])
})

test('[DL6] what one connection sends at once keeps its order, whatever else happens in the chat', async () => {
  await using app = await TestApp.start()
  const [alice, bob, carol] = (await people(app, 'alice', 'bob', 'carol')) as [Person, Person, Person]
  const chatId = await newGroup(alice, bob)
  const say = (text: string) =>
    alice.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text } })
  const sent = Array.from({ length: 60 }, (_, at) => say(`${at}`))
  await Promise.all([
    alice.call('groups.invite', { chatId, userIds: [carol.me.id] }),
    bob.call('groups.leave', { chatId }),
    ...sent,
  ])
  const seqs = (await Promise.all(sent)).map(({ seq }) => seq)
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
  const { chat } = await groupOf(app, chatId)
  expect(chat.seq).toBe(63)
})
