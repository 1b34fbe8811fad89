import type { MethodSpec, RateName } from '@parley/protocol'
import { AccountTurns } from '../lib/account-turns'
import { type Caller, isService, type ServiceCaller, type Stranger } from '../lib/caller'
import { fail } from '../lib/fail'
import type { RateLimits } from '../lib/rate-limits'
import { isCaller } from './payer'

interface Call {
  readonly method: string
  readonly bytes: number
  readonly who: Caller | Stranger
}

/** Calls of one token at the same time, sends aside. Each may hold the writing connection for a batch of users. */
const AT_ONCE = 2
/** Calls of one token that wait for their turn. */
const WAITING_MAX = 400
const RETRY_FULL_MS = 1_000
/** Bytes of parameters that cost one token of `rates.serviceWork`. */
const BYTES_PER_TOKEN = 256

/** Sends of many calls are stored together, so that they have no queue. */
const inOrder: ReadonlySet<string> = new Set(['service.sendMessage'])

/** Admits calls of services. Each token has rates and a queue of its own, so that no user waits for them. */
export class ServiceCalls {
  private readonly turns = new AccountTurns({ atOnce: AT_ONCE, waitingMax: WAITING_MAX })

  constructor(private readonly limiter: Pick<RateLimits<RateName>, 'take' | 'charge'>) {}

  /**
   * Runs a call of a service.
   * @throws `unauthenticated` without a token that works, `forbidden` for users and for tokens without the scope, `rate_limited`
   */
  run(spec: MethodSpec, call: Call, handle: () => unknown): unknown {
    const who = admitted(spec, call)
    const { id } = who.token
    const waitMs = this.limiter.take('service', id) || this.limiter.take('serviceWork', id)
    if (waitMs > 0) throw fail('rate_limited', { retryAfterMs: waitMs })
    this.limiter.charge('serviceWork', id, Math.floor(call.bytes / BYTES_PER_TOKEN))
    if (inOrder.has(call.method)) return handle()
    if (this.turns.isFull(id)) throw fail('rate_limited', { retryAfterMs: RETRY_FULL_MS })
    let hasWaited = false
    const result = this.turns.take(id, () => (hasWaited ? runLate(who, handle) : handle()))
    hasWaited = true
    return result
  }
}

const admitted = ({ scope }: MethodSpec, { who }: Call): ServiceCaller => {
  if (!isService(who)) throw fail(isCaller(who) ? 'forbidden' : 'unauthenticated')
  if (scope === undefined || !who.token.scopes.includes(scope))
    throw fail('forbidden', { message: `This token lacks the scope "${scope}".` })
  return who
}

/** After a wait, in which the token may have been revoked. */
const runLate = async (who: ServiceCaller, handle: () => unknown): Promise<unknown> => {
  if (who.isStillValid && !(await who.isStillValid())) throw fail('unauthenticated')
  return handle()
}
