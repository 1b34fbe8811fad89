import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { type Person, type Refused, TestApp } from '../testing/test-app'

/** Repeated often enough that concurrent acts meet at every step. */
const ROUNDS = 6

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )

const gather = async (app: TestApp) => {
  const [alice, bob, carol, dave, erin] = await Promise.all(
    ['alice', 'bob', 'carol', 'dave', 'erin'].map((name) => app.person(name)),
  )
  if (!alice || !bob || !carol || !dave || !erin) throw new Error('somebody is missing')
  return { alice, bob, carol, dave, erin }
}

const newGroup = async (owner: Person, { admins = [], members = [] }: { admins?: Person[]; members?: Person[] }) => {
  const chatId = newUuidV7() as ChatId
  const userIds = [...admins, ...members].map(({ me }) => me.id)
  await owner.call('groups.create', { id: chatId, name: 'Friends', userIds })
  for (const { me } of admins) await owner.call('groups.setRole', { chatId, userId: me.id, role: 'admin' })
  return chatId
}

/** The group in the database. */
const groupIn = (app: TestApp, chatId: ChatId) =>
  app.database.read(async (db) => {
    const id = Buffer.from(chatId.replaceAll('-', ''), 'hex')
    const chat = await db.selectFrom('chats').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const members = await db.selectFrom('members').selectAll().where('chat_key', '=', chat.key).execute()
    const present = members.filter(({ left_seq }) => left_seq === null)
    const owners = present.filter(({ role }) => role === 'owner').map(({ user_key }) => user_key)
    return { chat, present, owners, admins: present.filter(({ role }) => role === 'admin').length }
  })

/** Invariants of every group: one owner, present members, and a correct count. */
const expectWhole = async (app: TestApp, chatId: ChatId) => {
  const it = await groupIn(app, chatId)
  expect(it.owners).toEqual([it.chat.owner_key ?? 0])
  expect(it.chat.member_count).toBe(it.present.length)
  return it
}

test('[GP3] of two admins who remove each other, or are demoted meanwhile, the first one wins', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol } = await gather(app)
  for (let round = 0; round < ROUNDS; round++) {
    const chatId = await newGroup(alice, { admins: [bob], members: [carol] })
    const about = (who: Person) => ({ chatId, userId: who.me.id })
    const ends = await Promise.all([
      outcome(bob.call('groups.remove', about(carol))),
      outcome(alice.call('groups.setRole', { ...about(carol), role: 'admin' })),
      outcome(carol.call('groups.remove', about(bob))),
      outcome(alice.call('groups.setRole', { ...about(bob), role: 'member' })),
    ])
    // The user who was removed first removes no other.
    expect([ends[0], ends[2]]).not.toEqual(['done', 'done'])
    await expectWhole(app, chatId)
  }
})

test('[GP3] an admin removes a member while the owner removes the admin', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol } = await gather(app)
  for (let round = 0; round < ROUNDS; round++) {
    const chatId = await newGroup(alice, { admins: [bob], members: [carol] })
    const [byBob, byAlice] = await Promise.all([
      outcome(bob.call('groups.remove', { chatId, userId: carol.me.id })),
      outcome(alice.call('groups.remove', { chatId, userId: bob.me.id })),
    ])
    expect(byAlice).toBe('done')
    const { present } = await expectWhole(app, chatId)
    expect([byBob, present.length]).toEqual(byBob === 'done' ? ['done', 1] : ['not_a_member', 2])
  }
})

test('[GP3] with concurrent transfers, leaves and dissolution there is always one owner', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol } = await gather(app)
  for (let round = 0; round < ROUNDS; round++) {
    const chatId = await newGroup(alice, { members: [bob, carol] })
    const ends = await Promise.all([
      outcome(alice.call('groups.transfer', { chatId, userId: bob.me.id })),
      outcome(bob.call('groups.leave', { chatId })),
      outcome(alice.call('groups.transfer', { chatId, userId: carol.me.id })),
      outcome(alice.call('groups.leave', { chatId })),
    ])
    expect(
      ends.every((end) => ['done', 'not_found', 'forbidden', 'transfer_first', 'not_a_member'].includes(end)),
    ).toBe(true)
    await expectWhole(app, chatId)
  }
})

test('[GP3] the last use of a link, and the last places of a group, are given once', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol, dave, erin } = await gather(app)
  for (let round = 0; round < ROUNDS; round++) {
    const chatId = await newGroup(alice, {})
    const { code } = await alice.call('groups.createLink', { chatId, uses: 2 })
    const comers = [bob, carol, dave, erin]
    const ends = await Promise.all(comers.map((one) => outcome(one.call('invites.open', { code }))))
    expect(ends.toSorted()).toEqual(['done', 'done', 'invite_invalid', 'invite_invalid'])
    expect((await expectWhole(app, chatId)).present).toHaveLength(3)
    await alice.call('groups.update', { chatId, maxMembers: 4, joinPolicy: 'open' })
    const rest = comers.filter((_, at) => ends[at] !== 'done')
    const joins = await Promise.all([
      ...rest.map((one) => outcome(one.call('groups.join', { chatId }))),
      outcome(alice.call('groups.invite', { chatId, userIds: rest.map(({ me }) => me.id) })),
    ])
    expect(joins).toContain('group_full')
    expect((await expectWhole(app, chatId)).present).toHaveLength(4)
  }
})

test('[GP3] a link for new users ends with its last use', async () => {
  await using app = await TestApp.start({ registration: 'closed' })
  const setup = (await app.core.setupCode.renew()) ?? ''
  const alice = await app.person('alice', { setup })
  for (let round = 0; round < 3; round++) {
    const chatId = await newGroup(alice, {})
    const { code } = await alice.call('groups.createLink', { chatId, uses: 1 })
    const ends = await Promise.all(
      ['bob', 'carol', 'dave'].map((name) => outcome(app.person(`${name}${round}`, { invite: code }))),
    )
    expect(ends.toSorted()).toEqual(['done', 'invite_invalid', 'invite_invalid'])
    expect((await expectWhole(app, chatId)).present).toHaveLength(2)
  }
})

test('[GP3] of twenty-one concurrent appointments twenty succeed', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const others = await Promise.all(Array.from({ length: 21 }, (_, at) => app.person(`person${at}`)))
  const chatId = await newGroup(alice, { members: others })
  const ends = await Promise.all(
    others.map(({ me }) => outcome(alice.call('groups.setRole', { chatId, userId: me.id, role: 'admin' }))),
  )
  expect(ends.filter((end) => end === 'admins_full')).toHaveLength(1)
  expect((await expectWhole(app, chatId)).admins).toBe(20)
})

test('[GP3] [GP5] a user who is banned while joining is out in the end', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol } = await gather(app)
  for (let round = 0; round < ROUNDS; round++) {
    const chatId = await newGroup(alice, { members: [carol] })
    await alice.call('groups.update', { chatId, joinPolicy: 'open' })
    const { code } = await alice.call('groups.createLink', { chatId })
    await Promise.all([
      outcome(bob.call('groups.join', { chatId })),
      outcome(alice.call('groups.ban', { chatId, userId: bob.me.id })),
      outcome(bob.call('invites.open', { code })),
      outcome(carol.call('groups.invite', { chatId, userIds: [bob.me.id] })),
    ])
    expect((await expectWhole(app, chatId)).present).toHaveLength(2)
  }
})

test('[GP3] a join request is decided once, by any admin', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol } = await gather(app)
  for (let round = 0; round < ROUNDS; round++) {
    const chatId = await newGroup(alice, { admins: [bob] })
    await alice.call('groups.update', { chatId, joinPolicy: 'approval' })
    await carol.call('groups.join', { chatId })
    const answer = (by: Person, accept: boolean) =>
      outcome(by.call('groups.answerRequest', { chatId, userId: carol.me.id, accept }))
    const ends = await Promise.all([answer(alice, true), answer(bob, false)])
    expect(ends.toSorted()).toEqual(['done', 'not_found'])
    const { present } = await expectWhole(app, chatId)
    expect(present).toHaveLength(ends[0] === 'done' ? 3 : 2)
  }
})

/** Bob's pending sends during an act that ends his right. None of a later seq than the act may exist. */
const sendingWhile = async (bob: Person, chatId: ChatId, act: () => Promise<unknown>) => {
  const sends = Array.from({ length: 30 }, (_, at) => bob.say(chatId, `${at}`))
  const done = act()
  const more = Array.from({ length: 30 }, (_, at) => bob.say(chatId, `later ${at}`))
  const ends = await Promise.allSettled([...sends, ...more])
  await done
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as Refused).code] : []))
  const seqs = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value.seq] : []))
  return { refused: [...new Set(refused)], last: Math.max(0, ...seqs) }
}

const systemSeq = async (alice: Person, chatId: ChatId, event: string): Promise<number> => {
  const { messages } = await alice.call('messages.list', { chatId, limit: 100 })
  return messages.find(({ body }) => body.type === 'system' && body.event === event)?.seq ?? 0
}

test("[GP4] a message sent during its sender's removal, a mute of all or dissolution is stored before it or not at all", async () => {
  await using app = await TestApp.start()
  const { alice, bob } = await gather(app)
  const acts = [
    ['member_removed', 'not_a_member', (chatId: ChatId) => alice.call('groups.ban', { chatId, userId: bob.me.id })],
    ['all_muted', 'muted_all', (chatId: ChatId) => alice.call('groups.muteAll', { chatId, muted: true })],
    ['group_dissolved', 'dissolved', (chatId: ChatId) => alice.call('groups.dissolve', { chatId })],
  ] as const
  for (let round = 0; round < 3; round++)
    for (const [event, code, act] of acts) {
      const chatId = await newGroup(alice, { members: [bob] })
      const { refused, last } = await sendingWhile(bob, chatId, () => act(chatId))
      expect(refused.filter((name) => name !== code)).toEqual([])
      expect(last).toBeLessThan(await systemSeq(alice, chatId, event))
      expect(await outcome(bob.say(chatId, 'after'))).toBe(code)
    }
})

test("[GP4] [DL12] a message sent during its sender's mute is stored before it or not at all", async () => {
  await using app = await TestApp.start()
  const { alice, bob } = await gather(app)
  for (let round = 0; round < ROUNDS; round++) {
    const chatId = await newGroup(alice, { members: [bob] })
    const userId = bob.me.id
    let mutedRev = 0
    const { refused } = await sendingWhile(bob, chatId, async () => {
      mutedRev = (await alice.call('groups.mute', { chatId, userId, forMs: 60_000 })).rev
    })
    expect(refused.filter((name) => name !== 'muted')).toEqual([])
    const { messages } = await alice.call('messages.list', { chatId, limit: 100 })
    expect(messages.filter(({ rev }) => rev > mutedRev)).toEqual([])
  }
})
