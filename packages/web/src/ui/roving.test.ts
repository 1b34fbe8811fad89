import { expect, test } from 'bun:test'
import { rovingStep } from './roving'

const go = (key: string, at: number, more: object = {}) =>
  rovingStep({ key, altKey: false, ctrlKey: false, metaKey: false, ...more }, { at, count: 4 })

test('arrow keys move row by row and stop at both ends, Home and End go to the ends', () => {
  expect([0, 2, 3].map((at) => go('ArrowDown', at))).toEqual([1, 3, 3])
  expect([0, 1, 3].map((at) => go('ArrowUp', at))).toEqual([0, 0, 2])
  expect([go('Home', 2), go('End', 1)]).toEqual([0, 3])
  // No row has the focus yet.
  expect(go('ArrowDown', -1)).toBe(0)
})

test('other keys, combinations and empty lists move nothing', () => {
  expect(go('Enter', 1)).toBeUndefined()
  for (const modifier of ['altKey', 'ctrlKey', 'metaKey'])
    expect(go('ArrowDown', 1, { [modifier]: true })).toBeUndefined()
  expect(
    rovingStep({ key: 'End', altKey: false, ctrlKey: false, metaKey: false }, { at: -1, count: 0 }),
  ).toBeUndefined()
})
