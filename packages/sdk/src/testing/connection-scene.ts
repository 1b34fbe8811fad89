import type { EventName } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { SocketEvents } from '../api'
import { Connection } from '../connection/connection'
import type { EnvironmentEvent } from '../connection/environment'
import { FakeClock, settle } from './fake-clock'
import { seededRandom } from './seeded-random'

interface Sent {
  id: number
  method: string
}

/** A connection whose other end is the test. */
export const connectionScene = (options: { random?: (bytes: Uint8Array<ArrayBuffer>) => void } = {}) => {
  const clock = new FakeClock()
  const sockets: { events: SocketEvents; sent: Sent[]; closed: boolean }[] = []
  const heard: [EventName, unknown][] = []
  /** Whether the network was reported as lost, for each report of the state. */
  const told: boolean[] = []
  let surrounding: (what: EnvironmentEvent) => void = () => undefined
  let online = true
  const connection = new Connection({
    clock,
    random: options.random ?? seededRandom(7),
    token: 'secret',
    environment: {
      online: () => online,
      listen: (hear) => {
        surrounding = hear
        return () => undefined
      },
    },
    transport: {
      connect: (events) => {
        const socket = { events, sent: [] as Sent[], closed: false }
        sockets.push(socket)
        const close = () => {
          socket.closed = true
        }
        return { send: (frame) => void socket.sent.push(JSON.parse(frame)), close }
      },
    },
    onOpened: () => connection.caughtUp(),
    onEvent: (name, params) => void heard.push([name, params]),
    onDown: () => undefined,
    onState: () => void told.push(connection.state.offline),
  })
  const socket = () => {
    const last = sockets.at(-1)
    if (last === undefined) throw new Error('there was no attempt')
    return last
  }
  const answer = async (method: string, result: object) => {
    for (const { id } of socket().sent.filter((sent) => sent.method === method))
      socket().events.onFrame(JSON.stringify({ id, result }))
    await settle()
  }
  const open = async () => {
    socket().events.onOpen()
    await answer('session.open', { heartbeatMs: limits.heartbeatMs })
  }
  const tell = (what: EnvironmentEvent) => {
    online = what === 'offline' ? false : online || what === 'online'
    surrounding(what)
  }
  const count = (method: string) => socket().sent.filter((sent) => sent.method === method).length
  return { clock, connection, sockets, socket, open, answer, heard, told, tell, count }
}
/** The largest random number each time. */
export const largest = (bytes: Uint8Array<ArrayBuffer>) => void bytes.fill(255)
