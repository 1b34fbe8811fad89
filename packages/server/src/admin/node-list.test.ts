import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { limits } from '@parley/protocol'
import type { NodeReport } from '../bus/peers'
import { runCommand } from '../testing/command-line'
import { FakeClock } from '../testing/fake-clock'
import { HttpApp } from '../testing/http-app'
import { NodeList } from './node-list'

const node: NodeReport = {
  ...{ id: 'a', host: 'lake', version: '1', roles: ['api'], startedAt: 5 },
  ...{ connections: 3, messagesTotal: 9, messagesPerSecond: 1.5 },
}

test('an administrator sees the only node of a server', async () => {
  await using app = await HttpApp.start()
  const before = Date.now()
  const { token } = await app.register('alice')
  const authorization = `Bearer ${token}`
  expect((await app.call('admin.nodes', {}, { authorization })).status).toBe(403)
  await runCommand({ dataDir: join(app.directory, 'data') }, 'admin', 'grant', 'alice')
  const { body } = await app.call('admin.nodes', {}, { authorization })
  expect(body).toMatchObject({ nodes: [{ version: 'test', self: true, connections: 0, mailsWaiting: 0 }] })
  const [{ startedAt = 0 } = {}] = body.nodes as { startedAt: number }[]
  expect(startedAt).toBeLessThanOrEqual(before)
})

test('nodes are asked once a second at most, and again after a failure', async () => {
  const clock = new FakeClock()
  const answers = [Promise.reject(new Error('gone')), Promise.resolve([node]), Promise.resolve([node, node])]
  const waits: number[] = []
  const list = new NodeList({
    clock,
    nodes: async (waitMs) => {
      const nodes = await answers[waits.push(waitMs) - 1]
      return { own: 'a', nodes: nodes ?? [] }
    },
  })
  await expect(list.list()).rejects.toThrow('gone')
  expect((await list.list()).nodes).toHaveLength(1)
  await clock.advance(999)
  expect((await list.list()).nodes).toHaveLength(1)
  await clock.advance(1)
  expect((await list.list()).nodes).toHaveLength(2)
  expect(waits).toEqual([limits.nodesWaitMs, limits.nodesWaitMs, limits.nodesWaitMs])
})

test('whatever nodes say of themselves fits into a response', async () => {
  const odd = {
    ...node,
    ...{
      id: 'b',
      host: `z\u001b${'x'.repeat(5_000)}`,
      version: '\u202e',
      roles: Array.from({ length: 99 }, () => 'api'),
    },
    ...{ connections: -4.5, messagesPerSecond: Number.NaN, startedAt: 1.5, mailsFailed: Number.POSITIVE_INFINITY },
  }
  const nodes = [odd, node, ...Array.from({ length: 300 }, () => ({ ...node, host: 'zz' }))]
  const list = new NodeList({ clock: new FakeClock(), nodes: async () => ({ own: 'a', nodes }) })
  const { nodes: shown } = await list.list()
  expect(shown).toHaveLength(limits.nodesListed)
  expect(shown[0]).toMatchObject({ host: 'lake', self: true })
  const other = shown.find(({ id }) => id === 'b')
  expect(other).toMatchObject({ self: false, connections: 0, messagesPerSecond: 0, startedAt: 1, mailsFailed: 0 })
  expect(other?.roles).toHaveLength(10)
  expect(JSON.stringify(other)).not.toMatch(/[\p{Cc}\u202e]/u)
  expect(JSON.stringify(other).length).toBeLessThan(1_000)
})
