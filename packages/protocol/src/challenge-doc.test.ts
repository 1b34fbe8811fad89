import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { accounts } from './accounts'

/** The value that the documentation of `accounts.challenge` gives in words such as "`cost` is `3`". */
const said = (name: RegExp): string => name.exec(accounts.challenge.doc)?.[1] ?? ''

test('the worked example of a proof of work is right: no counter before it solves the challenge', () => {
  const [salt, nonce] = [said(/`salt` is `(\w+)`/), said(/`nonce` is `(\w+)`/)]
  const [cost, keyLength] = [Number(said(/`cost` is `(\d+)`/)), Number(said(/`keyLength` is `(\d+)`/))]
  const keyOf = (counter: number): string => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(counter)
    let key = Buffer.concat([Buffer.from(salt + nonce, 'hex'), bytes])
    for (let times = 0; times < cost; times++) key = createHash('sha256').update(key).digest()
    return key.subarray(0, keyLength).toString('hex')
  }
  let counter = 0
  while (!keyOf(counter).startsWith(said(/`keyPrefix` is `(\w+)`/)) && counter < 10_000) counter++
  expect(String(counter)).toBe(said(/right counter is `(\d+)`/))
  expect(keyOf(counter)).toBe(said(/its key is `(\w+)`/))
})
