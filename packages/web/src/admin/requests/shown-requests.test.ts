import { expect, test } from 'bun:test'
import type { AccountRequest, AccountRequestId, Params } from '@parley/protocol'
import type { Client } from '@parley/sdk/api'
import { loadShown } from './shown-requests'

const requestAt = (at: number): AccountRequest => ({
  id: `id ${at}` as AccountRequestId,
  ...{ username: `user${at}`, name: 'Carol', device: 'Firefox', address: '203.0.113.7', at, expiresAt: 1_000 },
})

/** A server with 5 requests in pages of 2, and the places that were requested. */
const start = () => {
  const all = [1, 2, 3, 4, 5].map(requestAt)
  const asked: (number | undefined)[] = []
  const call = async (_method: string, { after }: Params<'admin.accountRequests'>) => {
    asked.push(after?.at)
    const rest = all.filter(({ at }) => at > (after?.at ?? 0))
    return { requests: rest.slice(0, 2), count: all.length, more: rest.length > 2 }
  }
  return { asked, client: { call } as unknown as Pick<Client, 'call'> }
}

test('the first load shows the first page', async () => {
  const { client, asked } = start()
  const shown = await loadShown(client, 0)
  expect([shown.requests.map(({ at }) => at), shown.count, shown.more]).toEqual([[1, 2], 5, true])
  expect(asked).toEqual([undefined])
})

test('later loads show at least as many requests as before, until none are left', async () => {
  const { client, asked } = start()
  expect((await loadShown(client, 3)).requests.map(({ at }) => at)).toEqual([1, 2, 3, 4])
  const all = await loadShown(client, 100)
  expect([all.requests.map(({ at }) => at), all.more]).toEqual([[1, 2, 3, 4, 5], false])
  expect(asked).toEqual([undefined, 2, undefined, 2, 4])
})
