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
})
