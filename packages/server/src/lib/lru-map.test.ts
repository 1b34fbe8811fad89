import { expect, test } from 'bun:test'
import { LruMap } from './lru-map'

/** The keys in the order of their last use, oldest first. Empties the map. */
const drain = (map: LruMap<string, number>): string[] => {
  const keys: string[] = []
  for (let key = map.oldestKey; key !== undefined; key = map.oldestKey) {
    keys.push(key)
    map.delete(key)
  }
  return keys
}

const filled = (keys: string): LruMap<string, number> => {
  const map = new LruMap<string, number>()
  for (const [at, key] of [...keys].entries()) map.set(key, at)
  return map
}

test('a read or a write makes a key the newest, wherever it was', () => {
  for (const [used, order] of [
    ['a', 'bca'],
    ['b', 'acb'],
    ['c', 'abc'],
  ] as const) {
    const read = filled('abc')
    const written = filled('abc')
    expect(read.get(used)).toBe('abc'.indexOf(used))
    written.set(used, 9)
    expect(written.size).toBe(3)
    expect([drain(read).join(''), drain(written).join('')]).toEqual([order, order])
  }
})

test('an unknown key changes nothing', () => {
  const map = filled('abc')
  expect([map.get('x'), map.delete('x'), map.size]).toEqual([undefined, undefined, 3])
  expect(drain(map).join('')).toBe('abc')
})

test('a removed key leaves the others in their order, and later keys come last', () => {
  for (const [removed, order] of [
    ['a', 'bcd'],
    ['b', 'acd'],
    ['c', 'abd'],
  ] as const) {
    const map = filled('abc')
    expect(map.delete(removed)).toBe('abc'.indexOf(removed))
    expect(map.get(removed)).toBeUndefined()
    map.set('d', 3)
    expect(drain(map).join('')).toBe(order)
    expect([map.size, map.oldestKey]).toEqual([0, undefined])
  }
})

test('a cleared map starts again', () => {
  const map = filled('abc')
  map.clear()
  map.set('d', 3)
  expect([map.size, drain(map).join('')]).toEqual([1, 'd'])
})
