import { expect, test } from 'bun:test'
import { newUuidV7, type UserId } from '@parley/protocol'
import type { Bus, BusMessage } from '../bus/bus'

/** Two ends of one bus, as two nodes have them; an adapter inside one process may give the same one twice. */
export interface BusPair extends AsyncDisposable {
  readonly here: Bus
  readonly there: Bus
  /** Resolves when everything published so far has arrived. */
  settled(): Promise<void>
}

const message = (): BusMessage => ({
  kind: 'user',
  userId: newUuidV7() as UserId,
  rev: 7,
  frame: '{"jsonrpc":"2.0","method":"user.delta","params":{"from":6,"rev":7}} ü 中 \u2028',
})

const listen = (bus: Bus) => {
  const heard: BusMessage[] = []
  return { heard, stop: bus.listen({ message: (one) => heard.push(one) }) }
}

/** What every bus does, whatever carries it. */
export const testBus = (name: string, open: () => Promise<BusPair>): void => {
  test(`${name}: every listener on every node hears a message once, and as it was`, async () => {
    await using bus = await open()
    const listeners = [listen(bus.here), listen(bus.here), listen(bus.there)]
    const sent = message()
    bus.here.publish(sent)
    await bus.settled()
    for (const { heard } of listeners) expect(heard).toEqual([sent])
  })

  test(`${name}: optional parts stay absent`, async () => {
    await using bus = await open()
    const { heard } = listen(bus.there)
    bus.here.publish({ kind: 'ended', userId: newUuidV7() as UserId, reason: 'accountDisabled' })
    await bus.settled()
    expect(Object.keys(heard[0] ?? {}).sort()).toEqual(['kind', 'reason', 'userId'])
  })

  test(`${name}: who stopped listening hears nothing more, and the others do`, async () => {
    await using bus = await open()
    const [gone, stays] = [listen(bus.there), listen(bus.there)]
    gone.stop()
    bus.here.publish(message())
    await bus.settled()
    expect([gone.heard.length, stays.heard.length]).toEqual([0, 1])
  })

  test(`${name}: what was published before anybody listened is not kept`, async () => {
    await using bus = await open()
    bus.here.publish(message())
    await bus.settled()
    const { heard } = listen(bus.there)
    await bus.settled()
    expect(heard).toEqual([])
  })
}
