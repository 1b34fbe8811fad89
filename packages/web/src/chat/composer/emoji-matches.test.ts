import { expect, test } from 'bun:test'
import { emojiMatches } from './emoji-matches'

const emojis = [
  { label: 'grinning cat', tags: ['pet', 'smile'] },
  { label: 'hotel', tags: ['building', 'Catalonia'] },
  { label: 'Cat', tags: ['pet'] },
  { label: 'sailing boat', tags: ['sailboat', 'sea'] },
]
const found = (query: string, most = 8) => emojiMatches(emojis, query, most).map(({ label }) => label)

test('emojis match by the beginning of their name or a tag, or by a whole word, names first', () => {
  expect(found('cat')).toEqual(['grinning cat', 'Cat', 'hotel'])
  expect(found('SAILB')).toEqual(['sailing boat'])
  expect(found('boat')).toEqual(['sailing boat'])
  expect(found('oat')).toEqual([])
  expect(found('sailing_b')).toEqual(['sailing boat'])
})

test('only the best matches are kept', () => {
  expect(found('cat', 2)).toEqual(['grinning cat', 'Cat'])
  expect(found('pet', 1)).toEqual(['grinning cat'])
})
