import type { Condition } from '../lib/condition'
import { json } from './respond'

/** Which installation a node serves, for whoever looks from outside: it says nothing about the epoch that it is made from. */
export const installationMark = (epoch: string): string =>
  new Bun.CryptoHasher('sha256').update(`parley installation ${epoch}`).digest('hex').slice(0, 16)

/** `GET /health`: the process answers, and for which installation. */
export const health = (installation: string): Response => json(JSON.stringify({ status: 'ok', installation }))

/** How a request arrived. */
export interface Arrived {
  /** Entries of `X-Forwarded-For`: the proxies that it came through. */
  readonly proxies: number
  /** How many of these entries come from proxies that this node trusts. */
  readonly believed: number
  readonly forwardedProto: string | null
  readonly forwardedHost: string | null
}

/** `GET /health/arrived`: what proxies on the way told of the request, so that `parley doctor` sees whether they do. */
export const arrived = ({ headers }: Request, believed: number): Response => {
  const chain = headers.get('x-forwarded-for')
  const seen: Arrived = {
    proxies: chain ? chain.split(',').length : 0,
    believed,
    forwardedProto: headers.get('x-forwarded-proto'),
    forwardedHost: headers.get('x-forwarded-host'),
  }
  return json(JSON.stringify(seen))
}

/** `GET /ready`: 200 while it takes work, 503 before and after, and while it cannot do all of it. */
export const ready = (condition: Condition): Response =>
  json(JSON.stringify({ status: condition }), condition === 'serving' ? 200 : 503)
