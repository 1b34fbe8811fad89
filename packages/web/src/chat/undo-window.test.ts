import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { runWithUndo, undoMs } from './undo-window'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const begun = (untilMs = Number.POSITIVE_INFINITY) => {
  const did: string[] = []
  const page = new EventTarget()
  let undo = () => {}
  runWithUndo({
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

test('an action that can be undone runs once, after a moment', () => {
  const { did, leave } = begun()
  jest.advanceTimersByTime(undoMs - 1)
  expect(did).toEqual(['offered'])
  jest.advanceTimersByTime(1)
  leave()
  jest.advanceTimersByTime(60_000)
  expect(did).toEqual(['offered', 'offer ended', 'done'])
})

test('an undone action never runs, neither later nor when the page closes', () => {
  const { did, undo, leave } = begun()
  undo()
  leave()
  jest.advanceTimersByTime(60_000)
  expect(did).toEqual(['offered', 'offer ended', 'undone'])
})

test('closing the page runs the action at once', () => {
  const { did, leave } = begun()
  leave()
  jest.advanceTimersByTime(60_000)
  expect(did).toEqual(['offered', 'offer ended', 'done'])
})

test("an action runs at once, without undo, if the server wouldn't allow it later", () => {
  expect(begun(Date.now() + undoMs + 2_999).did).toEqual(['done'])
  expect(begun(Date.now() + undoMs + 3_000).did).toEqual(['offered'])
})
