import { expect, test } from 'bun:test'
import { latestOnly } from './latest-only'

test('a response is dropped if it arrives after a later request was sent', async () => {
  const ask = latestOnly()
  const [older, newer] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const answers = [ask(() => older.promise), ask(() => newer.promise)]
  newer.resolve('newer')
  older.resolve('older')
  expect(await Promise.all(answers)).toEqual([undefined, 'newer'])
  expect(await ask(async () => 'the next one')).toBe('the next one')
})
