import { expect, test } from 'bun:test'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { storedLimits, storedPatterns, storedWords } from './stored-rules'

const { newcomerRequests, ...others } = defaultSendingLimits

test('limits that another version didn’t store have their initial value', () => {
  const stored = JSON.stringify({ ...others, floodMessages: 7, unknown: 1 })
  expect(storedLimits(stored, defaultSendingLimits)).toEqual({
    value: { ...defaultSendingLimits, floodMessages: 7, newcomerRequests },
    isWhole: true,
  })
  expect(storedLimits(undefined, defaultSendingLimits)).toEqual({ value: defaultSendingLimits, isWhole: true })
})

test.each(['{"floodMessages":-1}', '[]x', 'null', '7'])('the invalid limits %j have their initial values', (stored) => {
  const { value, isWhole } = storedLimits(stored, defaultSendingLimits)
  expect(value).toEqual(defaultSendingLimits)
  expect(isWhole).toBe(stored === 'null')
})

test('valid words stay beside invalid ones', () => {
  expect(storedWords('["kite",7,"two\\nlines","boat"]')).toEqual({ value: ['kite', 'boat'], isWhole: false })
  expect(storedWords('["kite"]')).toEqual({ value: ['kite'], isWhole: true })
  expect(storedWords('{')).toEqual({ value: [], isWhole: false })
  expect(storedWords(undefined)).toEqual({ value: [], isWhole: true })
})

test('valid patterns stay beside invalid ones', () => {
  expect(storedPatterns('["k[i1]te",7,"boat|ship"]')).toEqual({ value: ['k[i1]te', 'boat|ship'], isWhole: false })
  expect(storedPatterns(undefined)).toEqual({ value: [], isWhole: true })
})
