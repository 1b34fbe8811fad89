import type { ErrorName, MethodSpec, ServiceTokenId } from '@parley/protocol'
import type { Peers } from '../bus/peers'
import { type Caller, isService, type ServiceCaller, type Stranger } from '../lib/caller'
import { encode } from '../lib/encoded'
import { type FailDetails, Failure, fail } from '../lib/fail'
import type { Call, Calls } from './dispatch'
import { isCaller } from './dispatch'

/** A call on its way to the node that runs it: what is known about the caller goes with it. */
interface Request {
  readonly method: string
  readonly params: unknown
  readonly requestId: string
  readonly transport: Call['transport']
  readonly bytes: number
  readonly who: Omit<Stranger, 'connection'> &
    Partial<Pick<Caller, 'userId' | 'userKey' | 'sessionId'> & Pick<ServiceCaller, 'token'>>
}
type Answer = { readonly result: unknown } | { readonly failure: ErrorName; readonly details: FailDetails }

/** A call that is not answered within this time has probably gone down with the node that ran it. */
const DEADLINE_MS = 8_000

/** Calls of a node without the role `api`: those about the connection itself run here, all others on a node that has it. */
export class ForwardedCalls implements Calls {
  /** Two calls may be run by two nodes, so the next about a chat goes out after the answer to the one before. */
  readonly oneAtATime = true

  constructor(private readonly options: { readonly here: Calls; readonly peers: Peers }) {}

  spec(method: string): MethodSpec | undefined {
    return this.options.here.spec(method)
  }

  async call(call: Call): Promise<unknown> {
    const { here, peers } = this.options
    const spec = here.spec(call.method)
    if (!spec || spec.connectionOnly || call.method.startsWith('session.')) return here.call(call)
    const answer = JSON.parse(await peers.request('api', JSON.stringify(requestOf(call)), DEADLINE_MS)) as Answer
    if ('failure' in answer) throw fail(answer.failure, answer.details)
    return answer.result
  }

  /** The node that ran the call has charged for its answer. */
  charge(): void {}
}

const requestOf = ({ method, params, requestId, transport, bytes, who }: Call): Request => ({
  method,
  params,
  requestId,
  transport,
  bytes,
  who: {
    address: who.address,
    device: who.device,
    origin: who.origin,
    ...(isCaller(who) ? { userId: who.userId, userKey: who.userKey, sessionId: who.sessionId } : {}),
    ...(isService(who) ? { token: who.token } : {}),
  },
})

export interface ServeForwardedOptions {
  readonly calls: Calls
  readonly peers: Peers
  /** Whether a service token still works: it may be revoked while a call of it waits here. */
  readonly isTokenValid: (id: ServiceTokenId) => Promise<boolean>
  /** Runs around each call, so that a stop can wait for those under way. */
  readonly around: <T>(call: () => Promise<T>) => Promise<T>
}

/** Runs calls that other nodes forward. They have checked who calls. Resolves to the way to stop. */
export const serveForwarded = ({ calls, peers, isTokenValid, around }: ServeForwardedOptions): Promise<() => void> =>
  peers.serve('api', (text) =>
    around(async () => {
      const { who: sent, ...call } = JSON.parse(text) as Request
      const { token } = sent
      const who = (token ? { ...sent, isStillValid: () => isTokenValid(token.id) } : sent) as Caller | Stranger
      const answer = await answerTo(calls, { ...call, who })
      calls.charge(who, answer.length)
      return answer
    }),
  )

/** An `Answer` as JSON. */
const answerTo = async (calls: Calls, call: Call): Promise<string> => {
  try {
    const result = await calls.call(call)
    // Undefined is no JSON: a result always is something.
    return `{"result":${encode(result ?? {})}}`
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const { failure, details } = error
    return JSON.stringify({ failure, details } satisfies Answer)
  }
}
