import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { runUnlessUndone, undoMs } from './undo-window'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const begun = (untilMs = Number.POSITIVE_INFINITY) => {
  const did: string[] = []
  const page = new EventTarget()
  let undo = () => {}
  runUnlessUndone({
    untilMs,
    page,
    offer: (run) => {
      did.push('offered')
      undo = run
      return () => did.push('offer ended')
    },
    run: () => did.push('done'),
    undone: () => did.push('undone'),
  })
  return { did, undo: () => undo(), leave: () => page.dispatchEvent(new Event('pagehide')) }
}

test('what can be undone is done after a moment, once', () => {
  const { did, leave } = begun()
  jest.advanceTimersByTime(undoMs - 1)
  expect(did).toEqual(['offered'])
  jest.advanceTimersByTime(1)
  leave()
  jest.advanceTimersByTime(60_000)
  expect(did).toEqual(['offered', 'offer ended', 'done'])
})

test('what is undone is not done, neither later nor when the page goes away', () => {
  const { did, undo, leave } = begun()
  undo()
  leave()
  jest.advanceTimersByTime(60_000)
  expect(did).toEqual(['offered', 'offer ended', 'undone'])
})

test('leaving the page does it at once', () => {
  const { did, leave } = begun()
  leave()
  jest.advanceTimersByTime(60_000)
  expect(did).toEqual(['offered', 'offer ended', 'done'])
})

test('where the server would not allow it later, it is done at once and not undone', () => {
  expect(begun(Date.now() + undoMs + 2_999).did).toEqual(['done'])
  expect(begun(Date.now() + undoMs + 3_000).did).toEqual(['offered'])
})
