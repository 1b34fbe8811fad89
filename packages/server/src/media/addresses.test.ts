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
const type = 'image/webp'

test('an address works on every node until the end of an hour, and is the same for all users until then', async () => {
  await using it = await scene()
  const { addresses, clock, read, opened } = it
  const expiresAt = addresses.expiresAt()
  expect(expiresAt % HOUR_MS).toBe(0)
  expect(expiresAt - clock.now()).toBeGreaterThanOrEqual(limits.mediaAddressMs)
  expect(expiresAt - clock.now()).toBeLessThanOrEqual(limits.mediaAddressMs + HOUR_MS)
  const address = await addresses.sign({ key, type, expiresAt })
  expect(await addresses.sign({ key, type, expiresAt })).toBe(address)
  expect(await read(address)).toEqual({ key, type, expiresAt })
  expect(await read(address, new Addresses({ database: opened.database }))).toEqual({ key, type, expiresAt })
  await clock.leap(expiresAt - clock.now() - 1)
  expect(await read(address)).toEqual({ key, type, expiresAt })
  await clock.advance(1)
  expect(await read(address)).toBeUndefined()
})

test('[DL60] a changed address opens nothing', async () => {
  await using it = await scene()
  const { addresses, read } = it
  const expiresAt = addresses.expiresAt()
  const address = await addresses.sign({ key, type, expiresAt })
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

test("[DL60] an address fixes type and name of a file, and users can't change or add them", async () => {
  await using it = await scene()
  const { addresses, read } = it
  const expiresAt = addresses.expiresAt()
  const file = { key, type: 'audio/webm;codecs=opus', name: 'Grüße & "more" 声音.webm', expiresAt }
  const address = await addresses.sign(file)
  expect(await read(address)).toEqual(file)
  const picture = await addresses.sign({ key, type, expiresAt })
  const forged = [
    address.replace('audio%2Fwebm', 'text%2Fhtml'),
    address.replace(/type=[^&]*&/, ''),
    address.replace(/name=[^&]*&/, ''),
    address.replace('more', 'less'),
    `${picture}&type=text/html`,
    `${picture}&name=setup.exe`,
    picture.replace('?', '?type=image/svg%2Bxml&'),
  ]
  for (const one of forged) expect([one, await read(one)]).toEqual([one, undefined])
})
