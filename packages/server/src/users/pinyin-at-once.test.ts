import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { emptyPlaces } from '../chats/erasing-store'
import { readNicknames } from '../chats/nicknames'
import { heldWrite } from '../testing/held-write'
import { TestApp } from '../testing/test-app'
import { selectByUsername } from './store'
import { eraseUser, nameColumns, readNames, updateUser } from './user-rows'

const start = async () => {
  const app = await TestApp.start()
  const bob = await app.person('bobby', { name: '张三' })
  const key = (await app.database.read((db) => selectByUsername(db, 'bobby')))?.key ?? 0
  // As the migration leaves it.
  await app.database.write(async ({ db }) => {
    await db.deleteFrom('spellings').execute()
    await db.updateTable('users').set({ pinyin: null }).where('key', '=', key).execute()
  })
  const spellings = async () => {
    const rows = await app.database.read((db) => db.selectFrom('spellings').select('text').orderBy('text').execute())
    return rows.map(({ text }) => text)
  }
  return { app, bob, key, spellings, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test.each([
  ['an erasure', { name: 'Deleted account', pinyin: '' }, []],
  ['a rename', { name: '李四', pinyin: 'li si' }, ['lisi', 'ls']],
] as const)('the job that completes names changes nothing of %s at the same time', async (which, user, texts) => {
  await using scene = await start()
  const { app, key, spellings } = scene
  await using change = await heldWrite(app, async (tx) => {
    await tx.lock({ users: [key] })
    if (which === 'an erasure') await eraseUser(tx.db, key, { rev: 99, atMs: tx.now })
    else await updateUser(tx.db, key, await nameColumns('李四'))
  })
  const completed = app.database.write((tx) => readNames(tx.db, 500))
  await change.commitWhenWaitedFor()
  await completed
  const row = await app.database.read((db) => selectByUsername(db, which === 'an erasure' ? `deleted-${key}` : 'bobby'))
  expect({ name: row?.name, pinyin: row?.pinyin }).toEqual(user)
  expect(await spellings()).toEqual([...texts])
})

test('a nickname that is completed in the middle of an erasure leaves no spelling', async () => {
  await using scene = await start()
  const { app, bob, key, spellings } = scene
  const alice = await app.person('alice')
  const chatId = newUuidV7() as ChatId
  await bob.call('groups.create', { id: chatId, name: 'Boats', userIds: [alice.me.id] })
  await bob.call('groups.setNickname', { chatId, userId: bob.me.id, nickname: '张三' })
  await app.database.write(async ({ db }) => {
    await db.deleteFrom('spellings').execute()
    await db.updateTable('members').set({ nickname_pinyin: null }).where('user_key', '=', key).execute()
  })
  await app.database.write((tx) => eraseUser(tx.db, key, { rev: 99, atMs: tx.now }))
  await app.database.write((tx) => readNicknames(tx.db, 500))
  await app.database.write((tx) => emptyPlaces(tx.db, key))
  expect(await spellings()).toEqual([])
})
