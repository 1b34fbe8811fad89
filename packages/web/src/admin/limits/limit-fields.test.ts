import { expect, test } from 'bun:test'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { limitsIn, mutesIn, textsOf } from './limit-fields'

test('limits are typed in seconds, minutes and hours, and read back as they were', () => {
  const typed = textsOf(defaultSendingLimits)
  expect(typed).toEqual({
    ...{ floodMessages: '20', floodWindowMs: '10', floodMutesMs: '1, 10, 60, 1440', floodAgainMs: '24' },
    ...{ newcomerMs: '60', newcomerRequests: '5' },
  })
  expect(limitsIn(typed)).toEqual(defaultSendingLimits)
})

test.each([
  ['floodMessages', '1001'],
  ['floodWindowMs', '0'],
  ['floodMutesMs', '1,,2'],
  ['floodAgainMs', '1.5'],
  ['newcomerMs', '-1'],
  ['newcomerRequests', 'many'],
] as const)('a wrong %s is found: %s', (name, value) => {
  expect(limitsIn({ ...textsOf(defaultSendingLimits), [name]: value })).toEqual({ wrong: name })
})

test('mutes are numbers with commas of any script between them', () => {
  expect(mutesIn('0.5，10、 60')).toEqual([30_000, 600_000, 3_600_000])
  for (const typed of ['', '0', '1;2', '1,2,3,4,5,6,7', '43201'])
    expect([typed, mutesIn(typed)]).toEqual([typed, undefined])
})
