import type { ErrorName } from '@parley/protocol'
import type { Server } from 'bun'
import type { Refusals } from '../dispatch/refusals'
import type { Gateway } from '../gateway/gateway'
import type { SocketState } from '../gateway/websocket'
import { type Condition, takesConnections } from '../lib/condition'
import { Interned } from '../lib/interned'
import type { SampledLog } from '../lib/sampled-log'
import { credentials } from './cookies'
import { deviceFrom } from './device'
import type { Origins } from './origin'
import { plainText, refusedTooOften } from './respond'

export interface UpgradesOptions {
  readonly origins: Origins
  readonly gateway: Pick<Gateway, 'makeRoom'>
  readonly refusals: Refusals
  readonly log: SampledLog
  readonly condition: () => Condition
}

/** A client without room may retry after this time. */
const RETRY_SECONDS = 5

/** The reason why a request to `/ws` doesn't become a connection. */
interface Reason {
  readonly status: number
  readonly failure: ErrorName
  readonly sentence: string
}

const noUpgrade: Reason = {
  status: 426,
  failure: 'invalid_request',
  sentence: 'This is the address for WebSocket connections.',
}

/** `GET /ws`: requests become WebSocket connections. */
export class Upgrades {
  private readonly few = new Interned()

  constructor(private readonly options: UpgradesOptions) {}

  /** Upgrades a request; returns a response to one that isn't upgraded. */
  handle(request: Request, server: Server<SocketState>, remoteAddress: string): Response | undefined {
    const { condition, gateway, origins } = this.options
    if (!takesConnections(condition())) return plainText('The server is being restarted. Try again.\n', 503)
    const from = {
      address: origins.address(request, remoteAddress),
      device: this.few.of(deviceFrom(request.headers.get('user-agent'))),
      origin: this.few.of(origins.origin(request, remoteAddress)),
    }
    const brought = credentials(request, bringsToken(request.url) ? 'ignored' : origins.cookiesOf(request))
    const sentence = brought?.from === 'bearer' ? undefined : origins.refusal(request, remoteAddress)
    if (sentence !== undefined) return this.refuse(from, { status: 403, failure: 'forbidden', sentence })
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return this.refuse(from, noUpgrade)
    if (!gateway.makeRoom(from.address)) return noRoom()
    const data: SocketState = { from, token: brought?.token, connection: undefined }
    return server.upgrade(request, { data }) ? undefined : this.refuse(from, noUpgrade)
  }

  private refuse(who: SocketState['from'], { status, failure, sentence }: Reason): Response {
    const { refusals, log } = this.options
    const { address } = who
    log.write('info', 'an upgrade was refused', () => ({ transport: 'websocket', outcome: failure, status, address }))
    const waitMs = refusals.countRefusal({ who, transport: 'websocket', failure })
    return waitMs > 0 ? refusedTooOften(waitMs) : plainText(`${sentence}\n`, status)
  }
}

/**
 * Whether the page says that it opens its session with a token (`/ws?cookies=ignored`). A frame in a page of another product may
 * have the cookie of a person who uses Parley itself, and must not become that person.
 */
const bringsToken = (url: string): boolean => /\?cookies=ignored$/.test(url)

const noRoom = (): Response => {
  const response = plainText('Too many connections are opening a session right now. Try again.\n', 503)
  response.headers.set('retry-after', String(RETRY_SECONDS))
  return response
}
