import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7, type Params } from '@parley/protocol'
import { type Person, TestApp } from '../testing/test-app'

interface Held {
  readonly user: number
  readonly chats: Readonly<Record<ChatId, number>>
}

const newest = async (person: Person): Promise<Held> => {
  const { user, chats } = await person.call('sync.pull', { user: 0, chats: {}, last: true } as Params<'sync.pull'>)
  return {
    user: user?.rev ?? 0,
    chats: Object.fromEntries(chats.map(({ chatId, rev }) => [chatId, rev])) as Held['chats'],
  }
}

const half = ({ user, chats }: Held): Held => ({
  user: Math.floor(user / 2),
  chats: Object.fromEntries(Object.entries(chats).map(([id, rev]) => [id, Math.ceil(rev / 2)])) as Held['chats'],
})

/** Users in groups of three, with all kinds of rows of a sync. */
const town = async (app: TestApp): Promise<readonly Person[]> => {
  const people: Person[] = []
  for (let at = 0; at < 10; at++) people.push(await app.person(`person_${at}`))
  for (const [at, owner] of people.entries()) {
    const one = people[(at + 1) % 10] as Person
    const two = people[(at + 2) % 10] as Person
    const chatId = newUuidV7() as ChatId
    await owner.call('groups.create', { id: chatId, name: `Group ${at}`, userIds: [one.me.id, two.me.id] })
    const said = await one.say(chatId, 'first')
    await two.call('messages.react', { chatId, id: said.id, emoji: '👍', on: true })
    for (let much = 0; much <= at; much++) await owner.say(chatId, `more ${much}`)
    const hidden = await one.say(chatId, 'nobody wants this')
    await owner.call('messages.hide', { chatId, ids: [hidden.id] })
    if (at % 3 === 0) await two.call('chats.markRead', { chatId, seq: said.seq })
    if (at % 3 === 1) await one.call('messages.edit', { chatId, id: said.id, body: { type: 'text', text: 'edited' } })
    if (at % 4 === 2) await two.call('groups.leave', { chatId })
    const direct = await owner.call('chats.direct', { userId: two.me.id })
    await two.say(direct.chat.id, 'hello')
  }
  return people
}

test('[DL15] [DL18] [DL27] many clients that return at once get the same as each alone', async () => {
  await using app = await TestApp.start()
  const people = await town(app)
  const asked: (readonly [Person, Params<'sync.pull'>])[] = []
  for (const person of people) {
    const held = await newest(person)
    const nothing = { user: 0, chats: {} }
    for (const one of [nothing, half(held), held, { ...half(held), user: held.user }])
      for (const last of [true, false]) asked.push([person, { ...one, last } as Params<'sync.pull'>])
  }
  const alone: unknown[] = []
  for (const [person, params] of asked) alone.push(await person.call('sync.pull', params))
  const together = await Promise.all(asked.map(([person, params]) => person.call('sync.pull', params)))
  expect(together as unknown[]).toEqual(alone)
})
