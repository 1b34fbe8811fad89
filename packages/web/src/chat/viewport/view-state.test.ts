import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { stateOf } from '../../testing/client-state'
import { chatMemory } from './chat-memory'
import { initialView, sameView, type ViewState } from './view-state'

test('controls stay the same while the time of the topmost row changes within a day', () => {
  const noon = new Date(2026, 10, 3, 12).getTime()
  const at = (topAt: number | undefined) => ({ ...initialView, topAt })
  expect(sameView(at(noon), at(noon + 3_600_000))).toBe(true)
  expect(sameView(at(noon), at(noon + 86_400_000))).toBe(false)
  expect(sameView(at(noon), at(undefined))).toBe(false)
  for (const change of [
    'pinned',
    'moving',
    'unreadAbove',
    'sentAway',
    'returns',
  ] as const satisfies (keyof ViewState)[])
    expect(sameView(initialView, { ...initialView, [change]: !initialView[change] })).toBe(false)
})

const newClient = () => ({ state: { get: () => stateOf([]), subscribe: () => () => undefined } })

test('a client keeps its memory of the hundred latest chats', () => {
  const [client, other] = [newClient(), newClient()]
  const of = (at: number, who = client) => chatMemory(who, `chat${at}` as ChatId)
  of(0).position = { key: 'm', seq: 1, offsetPx: 0 }
  expect(of(0, other).position).toBeUndefined()
  for (let at = 1; at < 100; at++) of(at).position = { key: 'm', seq: at, offsetPx: 0 }
  expect(of(0).position?.key).toBe('m')
  // The least recently used chat is dropped.
  of(100)
  expect(of(1).position).toBeUndefined()
  expect(of(0).position?.key).toBe('m')
})
