import type { MessageId, SessionId } from '@parley/protocol'
import type { FakeClock } from '@parley/server/src/testing/fake-clock'
import type { Account, Device } from './device'
import type { Truth } from './truth'

/** Connections of an ended session close within this; until then only their calls under way are answered. */
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

const watched = /"method":"(?:session\.open|sessions\.revoke|accounts\.logout|messages\.send)"/
const anyAnswer = /^\{"jsonrpc":"2\.0","id":/
const answered = /^\{"jsonrpc":"2\.0","id":(\d+),"result"/

/** Holds every frame against what the end of a session promises: once it is acknowledged, the session hears and does nothing. */
export class SessionLog {
  private readonly tokens: ReadonlyMap<SessionId, string>
  private readonly names: ReadonlyMap<string, string>
  /** By connection: the token that it named, and whether the server took it. */
  private readonly named = new Map<number, string>()
  private readonly open = new Set<number>()
  private readonly calls = new Map<string, Call>()
  /** Tokens of sessions that somebody tried to end. */
  private readonly tried = new Set<string>()
  /** By token: until when its connections may hear something. */
  private readonly ended = new Map<string, number>()
  private readonly sentInTime: Set<MessageId>
  private readonly sentLate = new Set<MessageId>()
  private readonly wrong = new Set<string>()

  constructor(
    private readonly clock: FakeClock,
    { accounts, history }: { readonly accounts: readonly Account[]; readonly history: readonly MessageId[] },
  ) {
    this.sentInTime = new Set(history)
    const all = accounts.flatMap(({ name, signIns }) => signIns.map((signIn, at) => ({ ...signIn, name, at })))
    this.tokens = new Map(all.map(({ sessionId, token }) => [sessionId, token]))
    this.names = new Map(all.map(({ token, name, at }) => [token, `session ${at} of ${name}`]))
  }

  /** A frame that a client handed over. */
  call(frame: string, connection: number): void {
    if (!watched.test(frame)) return
    const { id, method, params } = JSON.parse(frame) as Frame
    const own = this.named.get(connection)
    if (method === 'session.open') {
      this.named.set(connection, params.token)
      this.calls.set(`${connection} ${id}`, { kind: 'open', token: params.token, late: this.ended.has(params.token) })
    } else if (method === 'messages.send') this.send(params.id, own)
    else {
      const token = method === 'sessions.revoke' ? this.tokens.get(params.sessionId) : own
      if (token === undefined) return
      this.tried.add(token)
      this.calls.set(`${connection} ${id}`, { kind: 'end', token })
    }
  }

  /** A frame that a server handed over. */
  answer(frame: string, connection: number): void {
    const token = this.named.get(connection) ?? ''
    const endedForMs = this.clock.now() - (this.ended.get(token) ?? Number.POSITIVE_INFINITY)
    const mayHear = endedForMs <= 0 || (anyAnswer.test(frame) && endedForMs <= closesWithinMs)
    if (this.open.has(connection) && !mayHear)
      this.wrong.add(`${this.names.get(token)} heard something after its end was acknowledged`)
    const id = answered.exec(frame)?.[1]
    const call = this.calls.get(`${connection} ${id}`)
    if (!call) return
    if (call.kind === 'open') {
      this.open.add(connection)
      if (call.late) this.wrong.add(`${this.names.get(call.token)} was opened after its end was acknowledged`)
    } else if (!this.ended.has(call.token)) this.ended.set(call.token, this.clock.now())
  }

  /** The database began another life, from a backup, in which sessions may be live again. */
  restored(): void {
    this.ended.clear()
    this.sentLate.clear()
  }

  /** Devices know whether their sessions ended. To be asked when everything has arrived, before anybody signs in again. */
  *checkDevices(devices: readonly Device[]): Generator<string> {
    yield* this.wrong
    for (const { name, session, isOut, client } of devices) {
      const { phase, ended } = client.state.get().connection
      if (this.ended.has(session.token) && !isOut) yield `${name} is ${phase}, and its session ended`
      if (phase !== 'ended') continue
      if (!this.tried.has(session.token)) yield `${name} ended with ${ended}, and nobody ended its session`
      else if (ended !== 'session_ended' && ended !== 'unauthenticated') yield `${name} ended with ${ended}`
    }
  }

  /** Nothing is stored that only ended sessions sent. */
  *checkStored(truth: Truth): Generator<string> {
    for (const id of this.sentLate)
      if (truth.messages.has(id)) yield `message ${id} is stored, and was sent after the end of its session`
  }

  private send(id: MessageId, token: string | undefined): void {
    if (token === undefined || !this.ended.has(token)) {
      this.sentInTime.add(id)
      this.sentLate.delete(id)
    } else if (!this.sentInTime.has(id)) this.sentLate.add(id)
  }
}
