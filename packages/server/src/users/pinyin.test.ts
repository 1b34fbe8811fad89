import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { readNicknames } from '../chats/nicknames'
import { readRemarks } from '../friends/store'
import type { Transaction } from '../storage/database'
import { type Person, TestApp } from '../testing/test-app'
import { readNames } from './user-rows'

const start = async () => {
  const app = await TestApp.start()
  const [alice, bob, carol] = [await app.person('alice'), await app.person('bob'), await app.person('carol')]
  const name = (person: Person, name: string) => person.call('accounts.update', { name })
  const find = async (query: string) => {
    const { users } = await alice.call('users.search', { query })
    return users.map(({ username }) => username)
  }
  return { app, alice, bob, carol, name, find, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('people are found by the pinyin of their name and by its first letters', async () => {
  await using scene = await start()
  const { bob, carol, name, find } = scene
  await name(bob, '张三丰')
  await name(carol, '单田芳')
  for (const query of ['zhang', 'Zhang San', 'zhangsanf', 'zs', '张三', '@bob'])
    expect(await find(query)).toEqual(['bob'])
  for (const query of ['shan', 'dantian', 'stf']) expect(await find(query)).toEqual(['carol'])
  expect(await find('sanfeng')).toEqual([])
  expect(await bob.call('accounts.update', { name: 'Robert' })).not.toHaveProperty('pinyin')
  expect(await find('zhang')).toEqual([])
})

test('privacy and closed accounts hold for searches by pinyin', async () => {
  await using scene = await start()
  const { bob, carol, name, find } = scene
  await name(bob, '张三')
  await name(carol, '张四')
  expect(await find('zhang')).toEqual(['bob', 'carol'])
  await bob.call('accounts.setPrivacy', { foundBy: 'nobody' })
  expect(await find('zhang')).toEqual(['carol'])
})

test('rows bring the readings of Chinese names, remarks and nicknames', async () => {
  await using scene = await start()
  const { app, alice, bob, carol, name } = scene
  expect((await name(bob, '乐乐')).pinyin).toEqual(['le le', 'yue le'])
  expect((await app.person('dave', { name: '李 Dave' })).me.pinyin).toEqual(['li dave'])
  await alice.call('friends.request', { userId: carol.me.id })
  await carol.call('friends.answer', { userId: alice.me.id, accept: true })
  const friend = await alice.call('friends.remark', { userId: carol.me.id, remark: '小王' })
  expect(friend.remarkPinyin).toEqual(['xiao wang'])
  const { remarkPinyin, remark } = await alice.call('friends.remark', { userId: carol.me.id })
  expect([remark, remarkPinyin]).toEqual([undefined, undefined])
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Boats', userIds: [bob.me.id, carol.me.id] })
  const member = await bob.call('groups.setNickname', { chatId, userId: bob.me.id, nickname: '水手' })
  expect(member.nicknamePinyin).toEqual(['shui shou'])
  const found = async (query: string) => {
    const { users } = await alice.call('groups.members', { chatId, query })
    return users.map(({ username }) => username)
  }
  for (const query of ['shui', 'ss', 'lele', 'yl']) expect(await found(query)).toEqual(['bob'])
  await bob.call('groups.setNickname', { chatId, userId: bob.me.id })
  expect(await found('shui')).toEqual([])
})

test('names from before the migration are completed', async () => {
  await using scene = await start()
  const { app, alice, bob, carol, name, find } = scene
  await name(bob, '张三')
  await alice.call('friends.request', { userId: carol.me.id })
  await carol.call('friends.answer', { userId: alice.me.id, accept: true })
  await alice.call('friends.remark', { userId: carol.me.id, remark: '小王' })
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Boats', userIds: [bob.me.id, carol.me.id] })
  await bob.call('groups.setNickname', { chatId, userId: bob.me.id, nickname: '水手' })
  await app.database.write(async ({ db }) => {
    await db.updateTable('users').set({ pinyin: null }).execute()
    await db.updateTable('friends').set({ remark_pinyin: null }).execute()
    await db.updateTable('members').set({ nickname_pinyin: null }).execute()
    await db.deleteFrom('spellings').execute()
  })
  expect(await find('zhang')).toEqual([])
  const all = (complete: (db: Transaction['db'], limit: number) => Promise<number>) =>
    app.database.write(({ db }) => complete(db, 2))
  expect([await all(readNames), await all(readNames), await all(readNames)]).toEqual([2, 1, 0])
  expect([await all(readRemarks), await all(readRemarks)]).toEqual([1, 0])
  expect([await all(readNicknames), await all(readNicknames)]).toEqual([1, 0])
  expect(await find('zhang')).toEqual(['bob'])
  const { users } = await alice.call('groups.members', { chatId, query: 'ss' })
  expect(users.map(({ username }) => username)).toEqual(['bob'])
})
