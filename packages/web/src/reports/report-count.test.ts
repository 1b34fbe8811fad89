import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import type { Client, ClientState } from '@parley/sdk/api'
import { countReports, receivesReports } from './report-count'

const kites = 'kites' as ChatId

/** A client whose responses the test gives, in any order. */
const scene = () => {
  const asked: { params: object; answer: (count: number) => void }[] = []
  const heard: ((params: { chatId?: ChatId }) => void)[] = []
  const told: number[] = []
  const client = {
    call: (_method: string, params: object) =>
      new Promise((resolve) => asked.push({ params, answer: (count) => resolve({ count }) })),
    on: (_event: string, listener: (params: { chatId?: ChatId }) => void) => {
      heard.push(listener)
      return () => void heard.splice(0)
    },
  } as unknown as Pick<Client, 'on' | 'call'>
  const changed = (params: { chatId?: ChatId }) => heard.forEach((listen) => void listen(params))
  return { client, asked, told, changed, tell: (count: number) => void told.push(count) }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('the number of reports is requested at once, and after each event about the same reports', () => {
  for (const scope of [undefined, kites]) {
    const { client, asked, changed, tell } = scene()
    countReports(client, scope, tell)
    changed({ chatId: 'others' as ChatId })
    expect(asked.map(({ params }) => params)).toEqual([scope ? { chatId: kites } : {}])
    changed(scope ? { chatId: kites } : {})
    expect(asked).toHaveLength(2)
  }
})

test('a response that arrives late changes nothing, and neither does one after the stop', async () => {
  const { client, asked, changed, told, tell } = scene()
  const stop = countReports(client, undefined, tell)
  changed({})
  asked[1]?.answer(2)
  asked[0]?.answer(1)
  await settled()
  expect(told).toEqual([2])
  changed({})
  stop()
  asked[2]?.answer(3)
  changed({})
  await settled()
  expect([told, asked.length]).toEqual([[2], 3])
})

test('only deciders with a connection count reports', () => {
  const stateOf = (more: object) =>
    ({ chats: new Map(), me: { admin: false }, connection: { phase: 'live' }, ...more }) as unknown as ClientState
  const group = (role: string, kind = 'group') => stateOf({ chats: new Map([[kites, { role, chat: { kind } }]]) })
  expect(receivesReports(stateOf({ me: { admin: true } }), undefined)).toBe(true)
  expect(receivesReports(stateOf({ me: { admin: true }, connection: { phase: 'waiting' } }), undefined)).toBe(false)
  expect(receivesReports(stateOf({}), undefined)).toBe(false)
  expect(['owner', 'admin', 'member'].map((role) => receivesReports(group(role), kites))).toEqual([true, true, false])
  expect(receivesReports(group('owner', 'channel'), kites)).toBe(false)
  expect(receivesReports(stateOf({ me: { admin: true } }), kites)).toBe(false)
})
