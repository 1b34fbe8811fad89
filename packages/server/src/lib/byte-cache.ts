import { LruMap } from './lru-map'

export interface ByteCacheOptions<V> {
  /** The maximum number of bytes of all values together. */
  readonly maxBytes: number
  readonly bytesOf: (value: V) => number
}

/** A cache with a bounded number of bytes. The values that were used longest ago make room for new ones. */
export class ByteCache<K, V> {
  private readonly values = new LruMap<K, V>()
  private held = 0

  constructor(private readonly options: ByteCacheOptions<V>) {}

  /** Bytes of all values. */
  get bytes(): number {
    return this.held
  }

  get size(): number {
    return this.values.size
  }

  get(key: K): V | undefined {
    return this.values.get(key)
  }

  set(key: K, value: V): void {
    this.delete(key)
    this.values.set(key, value)
    this.held += this.options.bytesOf(value)
    while (this.held > this.options.maxBytes && this.values.oldestKey !== undefined) this.delete(this.values.oldestKey)
  }

  private delete(key: K): void {
    const value = this.values.delete(key)
    if (value !== undefined) this.held -= this.options.bytesOf(value)
  }
}
