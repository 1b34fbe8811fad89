import { expect, test } from 'bun:test'
import { lastAsked } from './last-asked'

test('an answer that comes after a later question was asked is thrown away', async () => {
  const ask = lastAsked()
  const [older, newer] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const answers = [ask(() => older.promise), ask(() => newer.promise)]
  newer.resolve('newer')
  older.resolve('older')
  expect(await Promise.all(answers)).toEqual([undefined, 'newer'])
  expect(await ask(async () => 'the next one')).toBe('the next one')
})
