/** Collects durations and computes their percentiles. */
export class Latencies {
  #values = new Float64Array(65_536)
  #count = 0
  #sorted = true

  add(ms: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#count++] = ms
    this.#sorted = false
  }

  get count(): number {
    return this.#count
  }

  clear(): void {
    this.#count = 0
  }

  /** The duration in ms that a share (0 … 1) of all durations doesn't exceed; 0 without durations. */
  at(share: number): number {
    const values = this.#values.subarray(0, this.#count)
    if (!this.#sorted) values.sort()
    this.#sorted = true
    return values[Math.min(this.#count - 1, Math.ceil(share * this.#count) - 1)] ?? 0
  }
}
