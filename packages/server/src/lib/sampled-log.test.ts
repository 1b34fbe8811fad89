import { expect, test } from 'bun:test'
import { FakeClock } from '../testing/fake-clock'
import { createLogger } from './logger'
import { SampledLog } from './sampled-log'

const sampled = (level: 'info' | 'warn' = 'info') => {
  const clock = new FakeClock()
  const lines: { message: string; count?: number; level: string }[] = []
  const write = (line: string) => void lines.push(JSON.parse(line))
  const logger = createLogger({ level, format: 'json', clock, write })
  return { clock, lines, log: new SampledLog({ logger, clock }) }
}

test('a flood of lines is sampled, and the lines left out are counted', async () => {
  const { clock, lines, log } = sampled()
  for (let at = 0; at < 10_000; at++) log.write('info', 'call', () => ({ outcome: 'method_not_found' }))
  expect(lines).toHaveLength(50)
  await clock.advance(10_000)
  expect(lines.at(-1)).toMatchObject({ message: 'more lines like these were left out', count: 9_950 })
  log.write('info', 'call', () => ({}))
  expect(lines.at(-1)?.message).toBe('call')
})

test('refusals do not crowd out errors', () => {
  const { lines, log } = sampled()
  for (let at = 0; at < 1_000; at++) log.write('info', 'call', () => ({}))
  log.write('error', 'call', () => ({}))
  expect(lines.at(-1)?.level).toBe('error')
})

test('lines below the log level are neither made nor counted', async () => {
  const { clock, lines, log } = sampled('warn')
  let made = 0
  for (let at = 0; at < 1_000; at++)
    log.write('info', 'call', () => {
      made++
      return {}
    })
  await clock.advance(20_000)
  expect([made, lines.length]).toEqual([0, 0])
})
