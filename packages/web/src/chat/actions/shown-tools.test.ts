import { expect, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import { toolsOf } from './shown-tools'

test('only one message shows its tools: the hovered or the focused one, depending on the last used device', () => {
  const [a, b] = ['a', 'b'].map((id) => id as MessageId)
  expect(toolsOf({ hovered: a, focused: b, latest: 'hovered' })).toBe(a)
  expect(toolsOf({ hovered: a, focused: b, latest: 'focused' })).toBe(b)
  expect(toolsOf({ hovered: a, latest: 'focused' })).toBe(a)
  expect(toolsOf({ focused: b, latest: 'hovered' })).toBe(b)
  expect(toolsOf({ latest: 'hovered' })).toBeUndefined()
})
