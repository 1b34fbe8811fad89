import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { TestApp } from '../testing/test-app'
import { searchMembers } from './member-search'
import { selectChatOf } from './store'

/** Groups of these sizes are searched in two ways. */
const small = 1
const large = 1_000_000

test('a search finds the same members by either path, a page at a time', async () => {
  await using app = await TestApp.start()
  const names = ['alice', 'carol', 'carla', 'bob', 'caspar', 'cathy']
  const [alice, ...others] = await Promise.all(names.map((name) => app.person(name)))
  if (!alice) throw new Error('nobody is there')
  const chatId = newUuidV7() as ChatId
  const invited = others.slice(0, 4)
  await alice.call('groups.create', { id: chatId, name: 'All', userIds: invited.map(({ me }) => me.id) })
  const [carol, , bob, caspar] = invited
  await caspar?.call('groups.leave', { chatId })
  await bob?.call('groups.setNickname', { chatId, userId: bob.me.id, nickname: 'Carpenter' })
  await carol?.call('accounts.update', { name: 'Ｃarmen' })
  const chatKey = await app.database.read(async (db) => (await selectChatOf(db, chatId))?.key ?? Number.NaN)
  const found = (members: number, query: string, page: { after: number; limit: number }) =>
    app.database.read((db) => searchMembers(db, { chatKey, members, query, ...page }))
  const wanted = { ca: 3, car: 3, carp: 1, carm: 1, cas: 0, cathy: 0, b: 1, z: 0 }
  for (const [query, count] of Object.entries(wanted)) {
    const all = { after: 0, limit: 10 }
    const walked = await found(small, query, all)
    const lookedUp = await found(large, query, all)
    expect([query, walked.length]).toEqual([query, count])
    expect([query, lookedUp]).toEqual([query, walked])
    for (const members of [small, large]) {
      const first = await found(members, query, { after: 0, limit: 1 })
      const rest = await found(members, query, { after: first.at(-1)?.user_key ?? 0, limit: 10 })
      expect([query, [...first, ...rest]]).toEqual([query, walked])
    }
  }
})
