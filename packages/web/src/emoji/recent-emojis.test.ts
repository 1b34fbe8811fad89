import { expect, test } from 'bun:test'
import { withRecent } from './recent-emojis'

test('the latest choice comes first, without repetition, and eight are kept', () => {
  expect(withRecent([], '⛵')).toEqual(['⛵'])
  expect(withRecent(['🐱', '⛵'], '⛵')).toEqual(['⛵', '🐱'])
  expect(withRecent(['1', '2', '3', '4', '5', '6', '7', '8'], '⛵')).toEqual(['⛵', '1', '2', '3', '4', '5', '6', '7'])
})
