import { commonErrors, contract, type ErrorName, type MethodSpec, type RateName } from '@parley/protocol'
import { AccountTurns } from '../lib/account-turns'
import { type Caller, isService, type Stranger } from '../lib/caller'
import { Failure, fail, toWireError } from '../lib/fail'
import type { RateLimits } from '../lib/rate-limits'
import type { Quotas } from '../usage/quotas'
import { type AllHandlers, type AnyHandler, handlerTable } from './handler-table'
import { fieldOf } from './known-fields'
import { isCaller, payerOf } from './payer'
import { ServiceCalls } from './service-calls'

/** One call as a transport hands it over. */
export interface Call {
  readonly method: string
  readonly params: unknown
  /** Names the call in the log and in `x-request-id`. */
  readonly requestId: string
  readonly transport: 'websocket' | 'http' | 'tcp'
  /** About how long the parameters are, in bytes. */
  readonly bytes: number
  readonly who: Caller | Stranger
}

/** The outcome of a call, for log and metrics. */
export interface CallReport {
  readonly call: Call
  /** The method's name, or `unknown`: what strangers send does not make new names. */
  readonly method: string
  readonly outcome: 'ok' | ErrorName
  readonly field: string | undefined
  readonly durationMs: number
  /** The thrown error, if callers must not see it or the contract doesn't declare it; or its cause. */
  readonly unexpected: unknown
}

export interface DispatchOptions {
  readonly handlers: AllHandlers
  readonly limiter: RateLimits<RateName>
  readonly quotas: Pick<Quotas, 'countWrite'>
  readonly isAdmin: (userKey: number) => Promise<boolean>
  readonly report: (report: CallReport) => void
  /** Milliseconds that only run forward. */
  readonly elapsed: () => number
}

/** Where calls are run: in this process, or on a node that has the role for it. */
export interface Calls {
  /** The method's declaration; undefined for an unknown name. */
  spec(method: string): MethodSpec | undefined
  /** Whether a call of a connection must wait for the answer to the one before about the same chat to keep their order. */
  readonly oneAtATime: boolean
  /** @throws Failure, and nothing else */
  call(call: Call): Promise<unknown>
  /** Charges a caller for the text of an answer. */
  charge(who: Caller | Stranger, answerChars: number): void
}

export { isCaller } from './payer'

/** Methods that store messages in the order in which they are called. */
const inOrder: ReadonlySet<string> = new Set(['messages.send', 'messages.forward'])
/** Characters of an answer that cost one token of `rates.work`. */
const CHARS_PER_TOKEN = 1_024
/** Calls of one account that wait for their turn: as many as its rate allows at once. */
const WAITING_MAX = 400
/** Writes of one account at the same time. */
const WRITES_AT_ONCE = 8
const RETRY_FULL_MS = 1_000

/** One pipeline for every transport: known method, signed in, rate, turn, parameters, handler, error. */
export class Dispatch implements Calls {
  /** A send has its place as soon as it is handed over. */
  readonly oneAtATime = false
  private readonly handlers: ReadonlyMap<string, AnyHandler>
  private readonly reads = new AccountTurns({ atOnce: 1, waitingMax: WAITING_MAX })
  private readonly writes = new AccountTurns({ atOnce: WRITES_AT_ONCE, waitingMax: WAITING_MAX })
  /** Turns of sessions, not of accounts. */
  private readonly protecting = new AccountTurns({ atOnce: 1, waitingMax: WAITING_MAX })
  private readonly services: ServiceCalls

  constructor(private readonly options: DispatchOptions) {
    this.handlers = handlerTable(contract, options.handlers)
    this.services = new ServiceCalls(options.limiter)
  }

  /** The method's declaration; undefined for an unknown name. */
  spec(method: string): MethodSpec | undefined {
    return this.handlers.get(method)?.spec
  }

  /**
   * Runs one call. With everything at hand the handler runs before this returns, so that calls keep their order.
   * @throws Failure, and nothing else
   */
  async call(call: Call): Promise<unknown> {
    const startedAt = this.options.elapsed()
    try {
      const result = await this.handle(call)
      this.report(call, startedAt, undefined)
      return result
    } catch (error) {
      this.report(call, startedAt, error)
      throw error instanceof Failure ? error : fail('internal')
    }
  }

  private handle(call: Call): unknown {
    const handler = this.handlers.get(call.method)
    if (!handler) throw fail('method_not_found')
    const { spec } = handler
    const { who } = call
    if (spec.auth === 'service') return this.services.run(spec, call, () => this.run(handler, call))
    if (spec.auth !== 'none' && !isCaller(who)) throw fail(isService(who) ? 'forbidden' : 'unauthenticated')
    if (spec.connectionOnly && !who.connection)
      throw fail('invalid_request', { message: `${call.method} needs a connection. Call it over WebSocket or TCP.` })
    // Signing up and signing in count by address for all callers: an account must not bring more attempts.
    const counted = spec.auth !== 'none' && isCaller(who) ? who.userId : who.address
    const { limiter } = this.options
    const waitMs = limiter.take(spec.rate, counted) || (keepsConnection(spec.rate) ? 0 : limiter.take('work', counted))
    if (waitMs > 0 && !this.takesReserve(spec, who)) throw fail('rate_limited', { retryAfterMs: waitMs })
    if (spec.auth === 'none' || !isCaller(who)) return this.run(handler, call)
    if (stores(spec) && !spec.removes) this.options.quotas.countWrite(who, call.bytes)
    const turns = this.turnsOf(call.method, spec)
    if (!turns) return this.runFor(who, handler, call)
    const queue = spec.protects ? who.sessionId : who.userId
    if (turns.isFull(queue)) throw fail('rate_limited', { retryAfterMs: RETRY_FULL_MS })
    let hasWaited = false
    const result = turns.take(queue, () =>
      hasWaited ? this.runLate(who, handler, call) : this.runFor(who, handler, call),
    )
    hasWaited = true
    return result
  }

  charge(who: Caller | Stranger, answerChars: number): void {
    const tokens = Math.floor(answerChars / CHARS_PER_TOKEN)
    if (tokens > 0) this.options.limiter.charge(...payerOf(who), tokens)
  }

  private takesReserve({ protects }: MethodSpec, who: Caller | Stranger): boolean {
    const { limiter } = this.options
    if (!protects || !isCaller(who)) return false
    return limiter.take('reserve', who.sessionId) === 0 && limiter.take('reserves', who.userId) === 0
  }

  /**
   * The queue that a call of an account goes through. Sends have none: they keep their order, and many of them are stored
   * together.
   */
  private turnsOf(method: string, { protects, rate }: MethodSpec): AccountTurns | undefined {
    if (protects) return this.protecting
    if (inOrder.has(method) || keepsConnection(rate) || rate === 'ephemeral') return undefined
    return rate === 'read' || rate === 'lookup' ? this.reads : this.writes
  }

  /** Runs a call when its turn has come: its connection may be gone by then. */
  private runFor(who: Caller, handler: AnyHandler, call: Call): unknown {
    if (who.connection?.isClosed) throw fail('unauthenticated')
    return handler.spec.auth === 'admin' ? this.runForAdmin(handler, call, who.userKey) : this.run(handler, call)
  }

  /** The same after a wait, in which the session of a caller without a connection may have ended. */
  private async runLate(who: Caller, handler: AnyHandler, call: Call): Promise<unknown> {
    if (who.isStillSignedIn && !(await who.isStillSignedIn())) throw fail('unauthenticated')
    return this.runFor(who, handler, call)
  }

  /** Read each time, because the command line may have made a connected user an administrator. */
  private async runForAdmin(handler: AnyHandler, call: Call, userKey: number): Promise<unknown> {
    if (!(await this.options.isAdmin(userKey))) throw fail('forbidden')
    return this.run(handler, call)
  }

  private run({ spec, run: handle }: AnyHandler, { params, who }: Call): unknown {
    const parsed = spec.input.safeParse(params ?? {})
    if (!parsed.success) throw invalidParams(spec, parsed.error.issues[0])
    const listed = listedIn(parsed.data)
    if (listed > 0) this.options.limiter.charge(...payerOf(who), listed)
    return handle(who, parsed.data)
  }

  private isDeclared(method: string, { failure }: Failure): boolean {
    const declared: readonly ErrorName[] = [...commonErrors, ...(this.spec(method)?.errors ?? [])]
    return declared.includes(failure)
  }

  private report(call: Call, startedAt: number, error: unknown): void {
    const failure = error instanceof Failure ? error : undefined
    this.options.report({
      call,
      method: this.handlers.has(call.method) ? call.method : 'unknown',
      outcome: error === undefined ? 'ok' : toWireError(error).data.code,
      field: failure?.details.field,
      durationMs: this.options.elapsed() - startedAt,
      unexpected: failure && this.isDeclared(call.method, failure) ? failure.details.cause : error,
    })
  }
}

/** Whether what a call brings is stored. */
const stores = ({ rate }: MethodSpec): boolean => rate === 'write' || rate === 'groups' || rate === 'upload'

/** Calls that keep a connection alive get responses even while their account waits. */
const keepsConnection = (rate: RateName): boolean => rate === 'none' || rate === 'session'

/** How many people, messages or chats the parameters list: each of them is looked up. */
const listedIn = (input: unknown): number => {
  const members = input as Readonly<Record<string, unknown>>
  let listed = 0
  // Each call comes by here: no list of the members is made.
  for (const name in members) {
    const value = members[name]
    if (Array.isArray(value)) listed += value.length
  }
  return listed
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

const invalidParams = (spec: MethodSpec, issue: Issue | undefined): Failure => {
  const field = issue && fieldOf(spec, issue.path)
  const what = issue?.message ?? 'wrong form'
  return field
    ? fail('invalid_params', { field, message: `${field}: ${what}` })
    : fail('invalid_params', { message: `Parameters: ${what}` })
}
