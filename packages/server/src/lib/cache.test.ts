import { describe, expect, test } from 'bun:test'
import { Cache } from './cache'

describe('Cache', () => {
  test('concurrent callers share one load', async () => {
    const cache = new Cache<string, number>({ maxEntries: 10 })
    let loads = 0
    const load = async () => {
      await Promise.resolve()
      return ++loads
    }
    expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1])
    expect(await cache.get('a', load)).toBe(1)
    expect(cache.hits).toBe(1)
  })

  test('drops the entry used longest ago', () => {
    const cache = new Cache<string, number>({ maxEntries: 2 })
    cache.set('a', 1)
    cache.set('b', 2)
    cache.peek('a')
    cache.set('c', 3)
    expect([cache.peek('a'), cache.peek('b'), cache.peek('c')]).toEqual([1, undefined, 3])
  })

  test('does not keep what was invalidated while it loaded', async () => {
    const cache = new Cache<string, string>({ maxEntries: 2 })
    const { promise, resolve } = Promise.withResolvers<string>()
    const early = cache.get('a', () => promise)
    cache.invalidate('a')
    const late = cache.get('a', async () => 'new')
    resolve('old')
    expect(await early).toBe('old')
    expect(await late).toBe('new')
    expect(cache.peek('a')).toBe('new')
  })

  test('asks again after a failed load', async () => {
    const cache = new Cache<string, string>({ maxEntries: 2 })
    await expect(
      cache.get('a', async () => {
        throw new Error('no')
      }) as Promise<string>,
    ).rejects.toThrow('no')
    expect(await cache.get('a', async () => 'yes')).toBe('yes')
  })

  test('drops the values and pending loads of one group', async () => {
    const cache = new Cache<string, string, string>({ maxEntries: 10, groupOf: ([first = '']) => first })
    const { promise, resolve } = Promise.withResolvers<string>()
    cache.set('a1', 'kept')
    cache.set('b1', 'kept')
    const early = cache.get('a2', () => promise)
    cache.invalidateGroup('a')
    resolve('stale')
    expect(await early).toBe('stale')
    expect([cache.peek('a1'), cache.peek('a2'), cache.peek('b1')]).toEqual([undefined, undefined, 'kept'])
  })

  test('a key stays in its group when its load fails, or when another key makes room', async () => {
    const cache = new Cache<string, string, string>({ maxEntries: 1, groupOf: ([first = '']) => first })
    const { promise, reject } = Promise.withResolvers<string>()
    const failed = cache.get('a1', () => promise)
    cache.set('a1', 'set meanwhile')
    reject(new Error('no'))
    await expect(failed as Promise<string>).rejects.toThrow('no')
    cache.invalidateGroup('a')
    expect(cache.peek('a1')).toBeUndefined()

    const later = Promise.withResolvers<string>()
    const loading = cache.get('a2', () => later.promise)
    cache.set('a2', 'set meanwhile')
    cache.set('b1', 'makes a2 leave')
    cache.invalidateGroup('a')
    later.resolve('stale')
    expect(await loading).toBe('stale')
    expect(cache.peek('a2')).toBeUndefined()
  })
})
