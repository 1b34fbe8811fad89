import { expect, test } from 'bun:test'
import { Strangers } from './strangers'

/** Connections with places, which shrink as they are dropped. */
const places = (bounds: { perAddress: number; inAll: number }) => {
  const strangers = new Strangers<Place>(bounds)
  const open: string[] = []
  interface Place {
    isIdle: boolean
    drop(): void
  }
  const come = (name: string, address: string): Place | undefined => {
    if (!strangers.makeRoom(address)) return undefined
    const place: Place = {
      isIdle: true,
      drop: () => {
        open.splice(open.indexOf(name), 1)
        strangers.remove(place, address)
      },
    }
    strangers.add(place, address)
    open.push(name)
    return place
  }
  return { strangers, open, come }
}

test('an address that has all its places loses its oldest idle connection, and others lose none', () => {
  const { strangers, open, come } = places({ perAddress: 2, inAll: 10 })
  come('other', 'b')
  const busy = come('first', 'a')
  if (busy) busy.isIdle = false
  come('second', 'a')
  come('third', 'a')
  expect(open).toEqual(['other', 'first', 'third'])
  expect(strangers.count).toBe(3)
})

test('a full node drops the oldest idle connection of any address', () => {
  const { open, come } = places({ perAddress: 10, inAll: 3 })
  for (const name of ['a', 'b', 'c', 'd']) come(name, name)
  expect(open).toEqual(['b', 'c', 'd'])
})

test('connections with pending work are kept, and a new one is refused', () => {
  const { open, come } = places({ perAddress: 2, inAll: 10 })
  for (const name of ['first', 'second']) {
    const place = come(name, 'a')
    if (place) place.isIdle = false
  }
  expect(come('third', 'a')).toBeUndefined()
  expect(open).toEqual(['first', 'second'])
})

test('a connection that signs in or disconnects frees its place', () => {
  const { strangers, open, come } = places({ perAddress: 1, inAll: 10 })
  const first = come('first', 'a')
  if (first) strangers.remove(first, 'a')
  come('second', 'a')
  expect(open).toEqual(['first', 'second'])
  expect(strangers.count).toBe(1)
})
