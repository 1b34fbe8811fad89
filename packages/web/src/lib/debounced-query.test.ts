import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { debouncedQuery } from './debounced-query'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
}

test('a query is sent after the pause, and its response is passed on', async () => {
  const asked: string[] = []
  debouncedQuery(
    250,
    async () => {
      asked.push('asked')
      return 'answer'
    },
    (answer) => asked.push(answer),
  )
  jest.advanceTimersByTime(249)
  expect(asked).toEqual([])
  jest.advanceTimersByTime(1)
  await settled()
  expect(asked).toEqual(['asked', 'answer'])
})

test('a query that is stopped during its pause is never sent', () => {
  const asked: string[] = []
  const stop = debouncedQuery(
    250,
    async () => asked.push('asked'),
    () => asked.push('told'),
  )
  jest.advanceTimersByTime(249)
  stop()
  jest.advanceTimersByTime(10_000)
  expect(asked).toEqual([])
})

test('a response or failure that arrives after the query was stopped is dropped', async () => {
  const told: string[] = []
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()] as const
  const stops = answers.map(({ promise }) =>
    debouncedQuery(
      1,
      () => promise,
      (answer) => told.push(answer),
    ),
  )
  jest.advanceTimersByTime(1)
  stops[0]?.()
  answers[0].resolve('late')
  answers[1].reject(new Error('refused'))
  await settled()
  expect(told).toEqual([])
})
