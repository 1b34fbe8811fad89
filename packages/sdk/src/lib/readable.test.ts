import { expect, test } from 'bun:test'
import { Derived } from './readable'

/** A value that counts how often it is computed, and turns that end when the test says so. */
const scene = () => {
  const turns: (() => void)[] = []
  const derived = new Derived<number>(
    0,
    (previous) => previous + 1,
    (run) => void turns.push(run),
  )
  const end = () => {
    for (const run of turns.splice(0)) run()
  }
  return { derived, turns, end }
}

test('listeners run once for all changes of one turn, and again for those of the next turn', () => {
  const { derived, turns, end } = scene()
  let heard = 0
  const stop = derived.subscribe(() => heard++)
  for (let turn = 1; turn <= 3; turn++) {
    derived.changed()
    derived.changed()
    expect(turns.length).toBe(1)
    end()
    expect(heard).toBe(turn)
  }
  stop()
  derived.changed()
  end()
  expect(heard).toBe(3)
})

test('a value is computed when it is read after a change, and stays the same until the next', () => {
  const { derived, end } = scene()
  expect(derived.get()).toBe(0)
  derived.changed()
  expect([derived.get(), derived.get()]).toEqual([1, 1])
  end()
  expect(derived.get()).toBe(1)
})
