export interface ByteCacheOptions<V> {
  /** The most bytes of all values together. */
  readonly maxBytes: number
  readonly bytesOf: (value: V) => number
}

/** A cache that holds a bounded number of bytes: the value used longest ago goes first. */
export class ByteCache<K, V> {
  private readonly values = new Map<K, V>()
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
    const value = this.values.get(key)
    if (value === undefined) return undefined
    this.values.delete(key)
    this.values.set(key, value)
    return value
  }

  set(key: K, value: V): void {
    this.delete(key)
    this.values.set(key, value)
    this.held += this.options.bytesOf(value)
    for (const oldest of this.values.keys()) {
      if (this.held <= this.options.maxBytes) return
      this.delete(oldest)
    }
  }

  private delete(key: K): void {
    const value = this.values.get(key)
    if (value === undefined) return
    this.values.delete(key)
    this.held -= this.options.bytesOf(value)
  }
}
