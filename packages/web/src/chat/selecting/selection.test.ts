import { expect, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { TimelineMessage } from '@parley/sdk/api'
import { createSelection, stopSelecting, toggleSelected } from './selection'

const message = (id: number) => ({ id: `${id}` as MessageId, seq: id }) as TimelineMessage

test('messages are selected one by one, limited to what one call can hide, and deselected together', () => {
  const selection = createSelection()
  const selected = () => [...selection.getState().messages.keys()].map(String)
  for (const id of [1, 2, 3, 2]) toggleSelected(selection, message(id))
  expect(selected()).toEqual(['1', '3'])
  for (let id = 10; id < 10 + limits.hideMax; id++) toggleSelected(selection, message(id))
  expect(selected()).toHaveLength(limits.hideMax)
  stopSelecting(selection)
  expect(selected()).toEqual([])
})
