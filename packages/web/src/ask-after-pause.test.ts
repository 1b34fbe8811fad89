import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { askAfterPause } from './ask-after-pause'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
}

test('a question is asked after the pause, and its answer is passed on', async () => {
  const asked: string[] = []
  askAfterPause(
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

test('a question that is stopped in its pause is never asked', () => {
  const asked: string[] = []
  const stop = askAfterPause(
    250,
    async () => asked.push('asked'),
    () => asked.push('told'),
  )
  jest.advanceTimersByTime(249)
  stop()
  jest.advanceTimersByTime(10_000)
  expect(asked).toEqual([])
})

test('an answer that comes after the question was stopped is thrown away, and so is a failure', async () => {
  const told: string[] = []
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()] as const
  const stops = answers.map(({ promise }) =>
    askAfterPause(
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
