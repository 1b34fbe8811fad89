import { describe, expect, test } from 'bun:test'
import { logFields } from './log-fields'
import { createLogger, errorFields, type LogFormat } from './logger'

const collect = (format: LogFormat, level: 'debug' | 'warn' = 'debug') => {
  const lines: string[] = []
  const logger = createLogger({ level, format, clock: { now: () => 0 }, write: (line) => lines.push(line) })
  return { logger, lines }
}

describe('logger', () => {
  test('writes one JSON object a line', () => {
    const { logger, lines } = collect('json')
    logger.info('call', { method: 'messages.send', durationMs: 1.5, outcome: 'ok', userId: undefined })
    expect(lines).toEqual([
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"call","method":"messages.send","durationMs":1.5,"outcome":"ok"}\n',
    ])
  })

  test('keeps a line whole when a value has line breaks', () => {
    const { logger, lines } = collect('json')
    logger.error('failed', errorFields(new Error('one\ntwo')))
    expect(lines).toHaveLength(1)
    expect(lines[0]?.indexOf('\n')).toBe((lines[0]?.length ?? 0) - 1)
  })

  test('leaves out what is below the level', () => {
    const { logger, lines } = collect('json', 'warn')
    logger.info('no')
    logger.warn('yes')
    expect(lines).toHaveLength(1)
    expect(logger.enabled('info')).toBe(false)
    expect(logger.enabled('error')).toBe(true)
  })

  test('is readable on a terminal', () => {
    const { logger, lines } = collect('pretty')
    logger.warn('slow', { durationMs: 12 })
    expect(Bun.stripANSI(lines[0] ?? '')).toBe('00:00:00.000 warn  slow durationMs=12\n')
  })

  test('has no field for a secret', () => {
    for (const name of Object.keys(logFields)) expect(name).not.toMatch(/password|token|text|body|secret|cookie/i)
  })
})
