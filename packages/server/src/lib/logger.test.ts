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

  test('cuts long fields, but keeps stacks', () => {
    const { logger, lines } = collect('json')
    logger.info('call', { field: 'f'.repeat(60_000), error: 'e'.repeat(60_000), stack: 's'.repeat(2_000) })
    const { field, error, stack } = JSON.parse(lines[0] ?? '')
    expect([field.length, error.length, stack.length]).toEqual([100, 500, 2_000])
  })

  test.each(['json', 'pretty'] as const)('escapes control characters as %s', (format) => {
    const { logger, lines } = collect(format)
    const error = new Error('bad \u001b]0;title\u0007 name \u009b2J \u202e')
    logger.error('failed', { field: 'a\u001b[2Jb\r\nc', address: '\u0085\u2067', ...errorFields(error) })
    const [line = ''] = lines
    expect(lines).toHaveLength(1)
    const text = Bun.stripANSI(line).replaceAll('\n', '')
    expect(text).not.toMatch(/[\p{Cc}\u202e\u2067]/u)
    expect(text).toContain('a\\u001b[2Jb')
    if (format === 'json') expect(JSON.parse(line)).toMatchObject({ field: 'a\u001b[2Jb\r\nc', error: error.message })
  })

  test('has no field for a secret', () => {
    for (const name of Object.keys(logFields)) expect(name).not.toMatch(/password|token|text|body|secret|cookie/i)
  })
})
