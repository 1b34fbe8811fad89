import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'
import { entryOf, stateOf } from '../testing/client-state'
import { pinnedOf } from './pinned'
import { type Act, undoableActs } from './undoable-acts'

/** A client whose chats a to d are in this order, the first three of them pinned. */
const scene = () => {
  const states = new Map<ChatId, Partial<NonNullable<ChatEntry['state']>>>()
  const ids = [...'abcd'] as ChatId[]
  let pins = 0
  const set = async (chatId: ChatId, change: Partial<NonNullable<ChatEntry['state']>>) =>
    void states.set(chatId, { ...states.get(chatId), ...change })
  const entry = (id: ChatId) => {
    const state = { chatId: id, rev: 1, readSeq: 0, clearedSeq: 0, ...states.get(id) }
    return entryOf(id, {}, { state })
  }
  const state = { get: () => stateOf(ids.map(entry)), subscribe: () => () => undefined }
  const client = {
    state,
    pinChat: (chatId: ChatId, pinned: boolean, before?: ChatId) => {
      const above = before && states.get(before)?.pinnedAt
      return set(chatId, { pinnedAt: pinned ? (above ? above + 0.5 : ++pins) : 0 })
    },
    archiveChat: (chatId: ChatId, archived: boolean) =>
      set(chatId, archived ? { archivedAt: 1, pinnedAt: 0 } : { archivedAt: 0 }),
    silenceChat: (chatId: ChatId, silence: number | 'forever') =>
      set(chatId, { mutedUntil: silence === 'forever' ? Number.MAX_SAFE_INTEGER : silence && Date.now() + silence }),
  }
  for (const id of [...'cba'] as ChatId[]) void client.pinChat(id, true)
  const acts = (id: string) => undoableActs(client, id as ChatId)
  const look = () => ({
    pinned: pinnedOf(state.get()).join(''),
    archived: ids.filter((id) => states.get(id)?.archivedAt).join(''),
  })
  const mutedUntil = (id: string) => states.get(id as ChatId)?.mutedUntil ?? 0
  return { acts, look, mutedUntil }
}

const undone = async ({ run, undo }: Act) => {
  await run
  await undo()
}

test('undo puts a chat back to its position among the pinned ones', async () => {
  for (const id of 'abc') {
    const { acts, look } = scene()
    const unpinned = acts(id).unpin()
    expect(look().pinned).toBe('abc'.replace(id, ''))
    await undone(unpinned)
    expect(look().pinned).toBe('abc')
  }
  const { acts, look } = scene()
  await undone(acts('d').pin())
  expect(look().pinned).toBe('abc')
})

test('undo brings a chat back from the archive, pinned only if it was', async () => {
  for (const id of 'abcd') {
    const { acts, look } = scene()
    const archived = acts(id).archive(true)
    expect(look()).toEqual({ pinned: 'abc'.replace(id, ''), archived: id })
    await undone(archived)
    expect(look()).toEqual({ pinned: 'abc', archived: '' })
  }
})

test('undo gives a chat the rest of its earlier silence, or none', async () => {
  const { acts, mutedUntil } = scene()
  await undone(acts('a').silence(60_000))
  expect(mutedUntil('a')).toBe(0)
  await acts('a').silence(3_600_000).run
  const before = mutedUntil('a')
  await undone(acts('a').silence(0))
  expect(Math.abs(mutedUntil('a') - before)).toBeLessThan(60_000)
  await acts('b').silence('forever').run
  await undone(acts('b').silence(0))
  expect(mutedUntil('b')).toBe(Number.MAX_SAFE_INTEGER)
})

test('each action is named by its effect', () => {
  const { acts } = scene()
  const { pin, unpin, silence, archive } = acts('a')
  const all = [pin(), unpin(), silence(1), silence('forever'), silence(0), archive(true), archive(false)]
  expect(all.map(({ said }) => said)).toEqual([
    ...([
      'chatPinned',
      'chatUnpinned',
      'chatMuted',
      'chatMuted',
      'chatUnmuted',
      'chatArchived',
      'chatUnarchived',
    ] as const),
  ])
})
