import { expect, test } from 'bun:test'
import { Latencies } from './latencies'

test('percentiles stay correct when the durations outgrow the first buffer', () => {
  const latencies = new Latencies()
  for (let value = 100_000; value >= 1; value--) latencies.add(value)
  expect([latencies.at(0.5), latencies.at(0.99), latencies.at(1)]).toEqual([50_000, 99_000, 100_000])
  latencies.clear()
  expect(latencies.at(0.5)).toBe(0)
})
