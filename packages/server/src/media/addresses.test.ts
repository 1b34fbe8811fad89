import { expect, test } from 'bun:test'
import { limits, newUuidV7 } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { openTestDatabase } from '../testing/test-database'
import { Addresses } from './addresses'

const HOUR_MS = 3_600_000

const scene = async () => {
  const clock = new FakeClock()
  const opened = await openTestDatabase({ clock })
  const addresses = new Addresses({ database: opened.database })
  const read = (address: string, by = addresses) => {
    const [path = '', query = ''] = address.split('?')
    return by.read(path, new URLSearchParams(query))
  }
  return { clock, addresses, read, opened, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() }
}
const key = `${newUuidV7()}/abc-320x200.webp`

test('an address works on every node until an hour ends, and is the same for everybody until then', async () => {
  await using it = await scene()
  const { addresses, clock, read, opened } = it
  const expiresAt = addresses.expiresAt()
  expect(expiresAt % HOUR_MS).toBe(0)
  expect(expiresAt - clock.now()).toBeGreaterThanOrEqual(limits.mediaAddressMs)
  expect(expiresAt - clock.now()).toBeLessThanOrEqual(limits.mediaAddressMs + HOUR_MS)
  const address = await addresses.sign({ key, expiresAt })
  expect(await addresses.sign({ key, expiresAt })).toBe(address)
  expect(await read(address)).toEqual({ key, expiresAt })
  expect(await read(address, new Addresses({ database: opened.database }))).toEqual({ key, expiresAt })
  await clock.advance(expiresAt - clock.now() - 1)
  expect(await read(address)).toEqual({ key, expiresAt })
  await clock.advance(1)
  expect(await read(address)).toBeUndefined()
})

test('[DL60] whoever changes anything in an address gets nothing', async () => {
  await using it = await scene()
  const { addresses, read } = it
  const expiresAt = addresses.expiresAt()
  const address = await addresses.sign({ key, expiresAt })
  const other = newUuidV7()
  const until = `until=${expiresAt / HOUR_MS}`
  const forged = [
    address.replace(key.slice(0, 36), other),
    address.replace('320x200', '640x400'),
    address.replace(until, `until=${expiresAt / HOUR_MS + 1}`),
    address.replace(until, `${until}0`),
    address.replace(until, ''),
    address.replace(/sign=.*/, 'sign='),
    address.replace(/sign=.*/, ''),
    address.replace('/media/', '/media/../'),
    address.replace('/media/', '/media/./'),
    `${address}x`,
    address.slice(0, -1),
    address.replace(key, `${key}%00`),
    address.toUpperCase(),
  ]
  for (const one of forged) expect([one, await read(one)]).toEqual([one, undefined])
})
