import { LruMap } from './lru-map'

export interface CacheOptions<K, G> {
  /** The maximum number of entries. The one that was used longest ago makes room for a new one. */
  readonly maxEntries: number
  /** The group of a key, for `invalidateGroup`. */
  readonly groupOf?: (key: K) => G
}

/**
 * A bounded cache with single-flight loading. An entry that is invalidated while it loads is returned to its earlier
 * callers, but not cached.
 */
export class Cache<K, V, G = never> {
  private readonly values = new LruMap<K, V>()
  private readonly loading = new Map<K, Promise<V>>()
  /** The keys of each group that have a value or are loading. */
  private readonly groups = new Map<G, Set<K>>()
  private hitsSeen = 0
  private missesSeen = 0

  constructor(private readonly options: CacheOptions<K, G>) {}

  get hits(): number {
    return this.hitsSeen
  }

  get misses(): number {
    return this.missesSeen
  }

  get size(): number {
    return this.values.size
  }

  /** The cached value, without loading. */
  peek(key: K): V | undefined {
    const value = this.values.get(key)
    if (value === undefined) this.missesSeen++
    else this.hitsSeen++
    return value
  }

  /**
   * The cached value, or the result of `load`. Concurrent callers share one load. Failed loads are not cached, nor is
   * undefined.
   */
  get(key: K, load: () => Promise<V>): Promise<V> | NonNullable<V> {
    return this.peek(key) ?? this.loading.get(key) ?? this.load(key, load)
  }

  set(key: K, value: V): void {
    this.values.set(key, value)
    this.joinGroup(key)
    const { oldestKey } = this.values
    if (this.values.size <= this.options.maxEntries || oldestKey === undefined) return
    this.values.delete(oldestKey)
    this.leaveGroup(oldestKey)
  }

  /** Drops an entry, and makes sure that a pending load doesn't bring back the old value. */
  invalidate(key: K): void {
    this.values.delete(key)
    this.loading.delete(key)
    this.leaveGroup(key)
  }

  /** Invalidates all entries of a group. */
  invalidateGroup(group: G): void {
    for (const key of this.groups.get(group) ?? []) this.invalidate(key)
  }

  clear(): void {
    this.values.clear()
    this.loading.clear()
    this.groups.clear()
  }

  private load(key: K, load: () => Promise<V>): Promise<V> {
    const loading = load().then(
      (value) => {
        if (this.endLoad(key, loading) && value !== undefined) this.set(key, value)
        return value
      },
      (error) => {
        this.endLoad(key, loading)
        throw error
      },
    )
    this.loading.set(key, loading)
    this.joinGroup(key)
    return loading
  }

  /** Returns false for a load whose key was invalidated meanwhile. */
  private endLoad(key: K, loading: Promise<V>): boolean {
    if (this.loading.get(key) !== loading) return false
    this.loading.delete(key)
    this.leaveGroup(key)
    return true
  }

  private joinGroup(key: K): void {
    if (!this.options.groupOf) return
    const group = this.options.groupOf(key)
    const keys = this.groups.get(group) ?? new Set()
    this.groups.set(group, keys.add(key))
  }

  /** Called when a key lost its value or its load. It stays in its group while it has the other one. */
  private leaveGroup(key: K): void {
    if (!this.options.groupOf || this.values.has(key) || this.loading.has(key)) return
    const group = this.options.groupOf(key)
    const keys = this.groups.get(group)
    keys?.delete(key)
    if (keys?.size === 0) this.groups.delete(group)
  }
}
