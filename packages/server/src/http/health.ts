import type { Condition } from '../lib/condition'
import { json } from './respond'

/** Identifies the node's installation to outside observers, without revealing its epoch. */
export const installationMark = (epoch: string): string =>
  new Bun.CryptoHasher('sha256').update(`parley installation ${epoch}`).digest('hex').slice(0, 16)

/** `GET /health`: the process responds, and names its installation. */
export const health = (installation: string): Response => json(JSON.stringify({ status: 'ok', installation }))

/** How a request arrived. */
export interface Arrived {
  /** Entries of `X-Forwarded-For`: the proxies on the way. */
  readonly proxies: number
  /** The number of these entries from trusted proxies. */
  readonly believed: number
  readonly forwardedProto: string | null
  readonly forwardedHost: string | null
}

/** `GET /health/arrived`: the headers of proxies on the way, for `parley doctor`. */
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

/** `GET /ready`: 200 while it takes work; 503 before and after, and while a part of it fails. */
export const ready = (condition: Condition): Response =>
  json(JSON.stringify({ status: condition }), condition === 'serving' ? 200 : 503)
