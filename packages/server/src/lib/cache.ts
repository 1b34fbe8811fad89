export interface CacheOptions {
  /** Entries kept; the one used longest ago goes first. */
  readonly maxEntries: number
}

/**
 * A bounded cache with single-flight loading. An entry invalidated while it loads is returned to its earlier callers,
 * but not kept.
 */
export class Cache<K, V> {
  private readonly maxEntries: number
  private readonly values = new Map<K, V>()
  private readonly loading = new Map<K, Promise<V>>()
  private hitsSeen = 0
  private missesSeen = 0

  constructor({ maxEntries }: CacheOptions) {
    this.maxEntries = maxEntries
  }

  get hits(): number {
    return this.hitsSeen
  }

  get misses(): number {
    return this.missesSeen
  }

  get size(): number {
    return this.values.size
  }

  /** The value held, without loading. */
  peek(key: K): V | undefined {
    const value = this.values.get(key)
    if (value === undefined) {
      this.missesSeen++
      return undefined
    }
    this.hitsSeen++
    this.values.delete(key)
    this.values.set(key, value)
    return value
  }

  /** The value held, or what `load` brings; callers that ask meanwhile share one load. A failed load is not kept, nor is undefined. */
  get(key: K, load: () => Promise<V>): Promise<V> | V {
    return this.peek(key) ?? this.loading.get(key) ?? this.load(key, load)
  }

  set(key: K, value: V): void {
    this.values.delete(key)
    this.values.set(key, value)
    if (this.values.size <= this.maxEntries) return
    for (const oldest of this.values.keys()) {
      this.values.delete(oldest)
      return
    }
  }

  /** Forgets an entry, and makes sure that a load under way does not bring the old value back. */
  invalidate(key: K): void {
    this.values.delete(key)
    this.loading.delete(key)
  }

  clear(): void {
    this.values.clear()
    this.loading.clear()
  }

  private load(key: K, load: () => Promise<V>): Promise<V> {
    const loading = load().then(
      (value) => {
        if (this.loading.get(key) === loading) {
          this.loading.delete(key)
          if (value !== undefined) this.set(key, value)
        }
        return value
      },
      (error) => {
        if (this.loading.get(key) === loading) this.loading.delete(key)
        throw error
      },
    )
    this.loading.set(key, loading)
    return loading
  }
}
