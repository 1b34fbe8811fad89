import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { closeCodes, commonErrors, errors, events, limits, PROTOCOL_VERSION, rates } from './index'
import { contractSchemas, methodEntries } from './json-schemas'

/**
 * The schemas of each protocol version. When the test fails, the contract has changed. An addition that older clients can
 * ignore gets its new hash here. Any other change raises PROTOCOL_VERSION and gets a new line.
 */
const hashes: Readonly<Record<number, string>> = {
  1: 'd666b6e6e57f7255560938651b45d8968e3fffe863351b373db3406cd880dda3',
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')

test('the hash of all schemas belongs to this version of the protocol', () => {
  const { named, params, results, events: pushed } = contractSchemas()
  const numbers = Object.entries(errors).map(([name, { code, status, retry }]) => [name, code, status, retry])
  expect(hashOf({ named, params, results, pushed, numbers, closeCodes })).toBe(hashes[PROTOCOL_VERSION] ?? '')
})

test('every method and every event has a description in sentences', () => {
  for (const [name, { doc }] of [...methodEntries(), ...Object.entries(events)])
    expect([name, doc]).toEqual([name, expect.stringMatching(/^[A-Z].{15,}\.$/s)])
})

test('every method takes an object and names its rate and each of its errors once', () => {
  const schemas = contractSchemas()
  for (const [name, spec] of methodEntries()) {
    expect([name, schemas.params[name].type]).toEqual([name, 'object'])
    expect([name, spec.rate in rates]).toEqual([name, true])
    expect([name, new Set(spec.errors).size]).toEqual([name, spec.errors.length])
    expect([name, spec.errors.filter((error) => commonErrors.some((common) => common === error))]).toEqual([name, []])
  }
})

test('every error has its own number, an HTTP status and a sentence', () => {
  const all = Object.values(errors)
  expect(new Set(all.map(({ code }) => code)).size).toBe(all.length)
  for (const [name, { status, message }] of Object.entries(errors)) {
    expect([name, status >= 400 && status < 600]).toEqual([name, true])
    expect([name, message]).toEqual([name, expect.stringMatching(/^[A-Z].+\.$/)])
  }
})

test('the number of a close code says whether to reconnect', () => {
  for (const name of ['draining', 'slow', 'tooLarge', 'rateLimited', 'noSession'] as const)
    expect(closeCodes[name]).toBeLessThan(4500)
  for (const name of ['sessionEnded', 'accountDisabled', 'tooManyConnections'] as const)
    expect(closeCodes[name]).toBeGreaterThanOrEqual(4500)
})

test('every limit is a positive whole number', () => {
  for (const [name, value] of Object.entries(limits))
    expect([name, Number.isInteger(value) && value > 0]).toEqual([name, true])
})
