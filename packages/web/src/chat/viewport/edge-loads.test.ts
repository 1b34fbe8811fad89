import { expect, test } from 'bun:test'
import { EdgeLoads, retryLoadMs } from './edge-loads'

const middle = { atStart: false, atEnd: false }
const at = (beforePx: number, afterPx: number) => ({ beforePx, viewPx: 600, afterPx })

test('rows load near an edge of the window, unless the history ends there', () => {
  const side = (state: Parameters<EdgeLoads['next']>[0], view: ReturnType<typeof at>) =>
    new EdgeLoads().next(state, view, 0)
  expect(side(middle, at(899, 5_000))).toBe('before')
  expect(side(middle, at(5_000, 899))).toBe('after')
  expect(side(middle, at(900, 900))).toBeUndefined()
  expect(side({ ...middle, atStart: true }, at(0, 0))).toBe('after')
  expect(side({ ...middle, atEnd: true }, at(0, 0))).toBe('before')
  expect(side({ atStart: true, atEnd: true }, at(0, 0))).toBeUndefined()
})

test('while rows load, no other ones do', () => {
  expect(new EdgeLoads().next({ ...middle, loading: 'before' }, at(0, 0), 0)).toBeUndefined()
})

test('a failed load is retried once, and again only after a pause', () => {
  const loads = new EdgeLoads()
  const failed = { ...middle, error: 'unavailable' as const }
  const tries = [0, 1, retryLoadMs - 1, retryLoadMs, retryLoadMs + 1].map((nowMs) =>
    loads.next(failed, at(0, 5_000), nowMs),
  )
  expect(tries).toEqual(['before', undefined, undefined, 'before', undefined])
})

test('a failed load delays nothing while the view is far from the edges', () => {
  const loads = new EdgeLoads()
  const failed = { ...middle, error: 'unavailable' as const }
  expect(loads.next(failed, at(5_000, 5_000), 0)).toBeUndefined()
  expect(loads.next(failed, at(0, 5_000), 1)).toBe('before')
})
