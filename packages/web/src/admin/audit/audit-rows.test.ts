import { expect, test } from 'bun:test'
import type { AuditEntry, ChatId, Params, Result, User, UserId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { Client } from '@parley/sdk/api'
import { exportedMax, exportLines, linesOf, loadLines } from './audit-rows'

const alice = { id: 'a' as UserId, username: 'alice', name: 'Alice', rev: 1 } as User
const bob = { id: 'b' as UserId, username: 'bob', name: 'Bob', rev: 1 } as User
const boats = 'c' as ChatId
const entry = (id: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  ...{ id, at: id * 1_000, action: 'user_disabled', byId: alice.id, userId: bob.id },
  ...more,
})
const pageOf = (entries: AuditEntry[], more = false): Result<'admin.audit'> => ({
  ...{ entries, users: [alice, bob], channels: [{ id: boats, name: 'Boats' }, { id: WORLD_CHAT_ID }], more },
})

/** A client whose server has so many pages. */
const clientWith = (pages: number) => {
  const asked: Params<'admin.audit'>[] = []
  const call = async (_method: string, params: Params<'admin.audit'>) => {
    asked.push(params)
    const first = pages * 100 - (asked.length - 1) * 100
    const entries = Array.from({ length: 100 }, (_, at) => entry(first - at))
    return pageOf(entries, asked.length < pages)
  }
  return { client: { call } as unknown as Client, asked }
}

test('lines have the people and the channel of their entry', () => {
  const { byId: _, userId: __, ...plain } = entry(1)
  const lines = linesOf(pageOf([entry(3, { chatId: boats }), entry(2, { chatId: WORLD_CHAT_ID }), plain]))
  expect(lines.map(({ by, on, channel }) => [by?.name, on?.name, channel])).toEqual([
    ['Alice', 'Bob', { name: 'Boats' }],
    ['Alice', 'Bob', 'world'],
    [undefined, undefined, undefined],
  ])
})

test('a page continues after the last line, with the same filter', async () => {
  const { client, asked } = clientWith(2)
  const filter = { by: alice, on: bob, action: 'user_disabled' as const }
  const { rows } = await loadLines(client, filter, undefined)
  await loadLines(client, filter, rows.at(-1))
  const wanted = { byId: alice.id, userId: bob.id, action: 'user_disabled' as const }
  expect(asked).toEqual([wanted, { ...wanted, after: { at: 101_000, id: 101 } }])
})

test('an export has a line for each entry of every page, up to a bound', async () => {
  const { client } = clientWith(3)
  const lines = (await exportLines(client, {})).trimEnd().split('\n')
  expect(lines).toHaveLength(300)
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    ...{ id: 300, at: '1970-01-01T00:05:00.000Z', action: 'user_disabled' },
    ...{ byId: 'a', userId: 'b', by: 'alice', user: 'bob' },
  })
  const endless = clientWith(1_000)
  expect((await exportLines(endless.client, {})).trimEnd().split('\n')).toHaveLength(exportedMax)
})
