import { expect, test } from 'bun:test'
import { Scanner } from './scan'

const scan = (scanner: Scanner, text: string) => {
  const bytes = Buffer.from(`..${text}..`)
  return { ...scanner.scan(bytes, [2, bytes.length - 2]) }
}

test('responses and failures are distinguished, with and without the version', () => {
  const scanner = new Scanner()
  expect(scan(scanner, '{"jsonrpc":"2.0","id":12,"result":{}}')).toMatchObject({ kind: 'answer', id: 12 })
  expect(scan(scanner, '{"id":7,"error":{"code":-1}}')).toMatchObject({ kind: 'failure', id: 7 })
  expect(scan(scanner, '{"jsonrpc":"2.0","id":null,"error":{}}')).toMatchObject({ kind: 'failure', id: -1 })
})

test('a delta has its range of revs, also when its head differs from the previous one', () => {
  const scanner = new Scanner()
  const delta = (from: number, rev: number, before = '') =>
    `{"jsonrpc":"2.0","method":"chat.delta","params":{${before}"chatId":"x","from":${from},"rev":${rev},"messages":[]}}`
  expect(scan(scanner, delta(0, 1))).toMatchObject({ kind: 'delta', from: 0, rev: 1 })
  expect(scan(scanner, delta(99, 107))).toMatchObject({ kind: 'delta', from: 99, rev: 107 })
  expect(scan(scanner, delta(5, 6, '"more":1,'))).toMatchObject({ kind: 'delta', from: 5, rev: 6 })
})

test('other events are ignored', () => {
  expect(scan(new Scanner(), '{"jsonrpc":"2.0","method":"chat.typing","params":{}}').kind).toBe('other')
})
