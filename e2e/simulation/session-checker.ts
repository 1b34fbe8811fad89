import type { MessageId, SessionId } from '@parley/protocol'
import type { FakeClock } from '@parley/server/src/testing/fake-clock'
import type { Account, Device } from './device'
import type { StoredState } from './stored-state'

/** Connections of an ended session close within this time. Until then only their pending calls get responses. */
const closesWithinMs = 1_000

/** A call that opens or ends a session. */
type Call =
  | { readonly kind: 'open'; readonly token: string; readonly late: boolean }
  | { readonly kind: 'end'; readonly token: string }

interface Frame {
  readonly id: number
  readonly method: string
  readonly params: { readonly token: string; readonly sessionId: SessionId; readonly id: MessageId }
}

const relevantMethods = /"method":"(?:session\.open|sessions\.revoke|accounts\.logout|messages\.send)"/
const anyResponse = /^\{"jsonrpc":"2\.0","id":/
const successStart = /^\{"jsonrpc":"2\.0","id":(\d+),"result"/

/**
 * Checks every frame against the promise for ended sessions: after the acknowledgement, the session receives nothing
 * and can't act.
 */
export class SessionChecker {
  private readonly tokens: ReadonlyMap<SessionId, string>
  private readonly names: ReadonlyMap<string, string>
  /** By connection: the token that it sent, and whether the server accepted it. */
  private readonly tokenOf = new Map<number, string>()
  private readonly open = new Set<number>()
  private readonly calls = new Map<string, Call>()
  /** Tokens of sessions that a user tried to end. */
  private readonly attemptedEnds = new Set<string>()
  /** By token: until when its connections may receive frames. */
  private readonly endedAt = new Map<string, number>()
  private readonly sentInTime: Set<MessageId>
  private readonly sentLate = new Set<MessageId>()
  private readonly problems = new Set<string>()

  constructor(
    private readonly clock: FakeClock,
    { accounts, history }: { readonly accounts: readonly Account[]; readonly history: readonly MessageId[] },
  ) {
    this.sentInTime = new Set(history)
    const all = accounts.flatMap(({ name, signIns }) => signIns.map((signIn, at) => ({ ...signIn, name, at })))
    this.tokens = new Map(all.map(({ sessionId, token }) => [sessionId, token]))
    this.names = new Map(all.map(({ token, name, at }) => [token, `session ${at} of ${name}`]))
  }

  /** Handles a frame that a client sent. */
  onClientFrame(frame: string, connection: number): void {
    if (!relevantMethods.test(frame)) return
    const { id, method, params } = JSON.parse(frame) as Frame
    const own = this.tokenOf.get(connection)
    if (method === 'session.open') {
      this.tokenOf.set(connection, params.token)
      this.calls.set(`${connection} ${id}`, { kind: 'open', token: params.token, late: this.endedAt.has(params.token) })
    } else if (method === 'messages.send') this.send(params.id, own)
    else {
      const token = method === 'sessions.revoke' ? this.tokens.get(params.sessionId) : own
      if (token === undefined) return
      this.attemptedEnds.add(token)
      this.calls.set(`${connection} ${id}`, { kind: 'end', token })
    }
  }

  /** Handles a frame that a server sent. */
  onServerFrame(frame: string, connection: number): void {
    const token = this.tokenOf.get(connection) ?? ''
    const endedForMs = this.clock.now() - (this.endedAt.get(token) ?? Number.POSITIVE_INFINITY)
    const mayReceive = endedForMs <= 0 || (anyResponse.test(frame) && endedForMs <= closesWithinMs)
    if (this.open.has(connection) && !mayReceive)
      this.problems.add(`${this.names.get(token)} received a frame after its end was acknowledged`)
    const id = successStart.exec(frame)?.[1]
    const call = this.calls.get(`${connection} ${id}`)
    if (!call) return
    if (call.kind === 'open') {
      this.open.add(connection)
      if (call.late) this.problems.add(`${this.names.get(call.token)} was opened after its end was acknowledged`)
    } else if (!this.endedAt.has(call.token)) this.endedAt.set(call.token, this.clock.now())
  }

  /** The database was restored from a backup, in which sessions may be live again. */
  onRestore(): void {
    this.endedAt.clear()
    this.sentLate.clear()
  }

  /**
   * Checks that devices know whether their sessions ended. Call it after everything has arrived, before any new
   * sign-in.
   */
  *checkDevices(devices: readonly Device[]): Generator<string> {
    yield* this.problems
    for (const { name, session, isOut, client } of devices) {
      const { phase, ended } = client.state.get().connection
      if (this.endedAt.has(session.token) && !isOut) yield `${name} is ${phase}, but its session ended`
      if (phase !== 'ended') continue
      if (!this.attemptedEnds.has(session.token)) yield `${name} ended with ${ended}, but no user ended its session`
      else if (ended !== 'session_ended' && ended !== 'unauthenticated') yield `${name} ended with ${ended}`
    }
  }

  /** Messages that only ended sessions sent must not be stored. */
  *checkStored(database: StoredState): Generator<string> {
    for (const id of this.sentLate)
      if (database.messages.has(id)) yield `message ${id} is stored, but was sent after the end of its session`
  }

  private send(id: MessageId, token: string | undefined): void {
    if (token === undefined || !this.endedAt.has(token)) {
      this.sentInTime.add(id)
      this.sentLate.delete(id)
    } else if (!this.sentInTime.has(id)) this.sentLate.add(id)
  }
}
