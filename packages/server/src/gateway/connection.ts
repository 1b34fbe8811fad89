import { type ChatId, type CloseReason, closeCodes, limits, type UserId } from '@parley/protocol'
import { type Call, type Calls, isCaller } from '../dispatch/dispatch'
import type { Refusals } from '../dispatch/refusals'
import type { Caller, CallerConnection, Stranger } from '../lib/caller'
import type { Clock } from '../lib/clock'
import { Failure, fail } from '../lib/fail'
import { ChatLanes } from './chat-lanes'
import { errorFrame, parseFrame, type RpcCall, type RpcItem, resultFrame } from './frames'
import type { Peer } from './peer'
import type { Subscriber } from './subscriber'
import type { Topics } from './topics'

/** A transport's data about a new connection. */
export interface Arrival {
  readonly peer: Peer
  readonly from: Omit<Stranger, 'connection'>
  /** The token of the upgrade, from a cookie or a bearer header. */
  readonly token: string | undefined
  readonly transport: Call['transport']
}

/** The common parts of all connections of a node. */
export interface Hub {
  readonly calls: Calls
  readonly topics: Topics
  readonly refusals: Refusals
  readonly clock: Clock
  newRequestId(): string
  /**
   * Counts an opened session.
   * @throws Failure with `rate_limited`
   */
  countOpening(userId: UserId): void
  /** Signs a connection in: it is subscribed before this resolves. */
  signIn(connection: Connection, arrival: { token: string; from: Arrival['from'] }): Promise<Caller>
  /** @param reason why this side closed it, if it did */
  onClosed(connection: Connection, reason: CloseReason | 'dropped' | undefined): void
}

/** A batch's responses are held until the last one. Once they are this long together, further ones are refused. */
const BATCH_ANSWER_CHARS = 1024 * 1024
const tooMuch = { message: 'The responses of this batch are too large for one frame. Send this call by itself.' }

/** When a session ends, pending calls get responses within this time, or none. */
const LAST_ANSWERS_MS = 1_000

const CROWDED_RETRY_MS = 1_000
const crowdedSentence = "This connection has too many calls that aren't answered yet. Wait for their answers."

/** One connection: reads frames, keeps calls about one chat in order, writes responses. */
export class Connection implements CallerConnection, Subscriber {
  /** Topics that this connection receives through a plain loop. */
  looped: Set<string> | undefined
  caller: Caller | undefined
  /** When its session ends in any case, in epoch milliseconds. */
  sessionEndsAt: number | undefined
  /** The time of the last input. */
  lastReceivedAt: number
  readonly openedAt: number
  /** Chats that the user left during the sign-in. */
  private lostChats: Set<ChatId> | undefined
  private signingIn: Promise<Caller> | undefined
  private readonly lanes: ChatLanes
  /** Frames that wait for the end of the turn. */
  private answers: string[] | undefined
  private closed = false
  /** Closes a connection whose session ended; defined while its calls are still pending. */
  private farewell: (() => void) | undefined
  private finishing = false
  inFlight = 0

  readonly peer: Peer
  private readonly from: Arrival['from']
  readonly transport: Arrival['transport']

  constructor(
    private readonly hub: Hub,
    { peer, from, token, transport }: Arrival,
  ) {
    this.peer = peer
    this.from = from
    this.transport = transport
    this.lanes = new ChatLanes(hub.calls.oneAtATime)
    this.openedAt = hub.clock.now()
    this.lastReceivedAt = this.openedAt
    if (token) this.signIn(token).catch((error) => this.close(reasonFor(error)))
  }

  subscribe(topic: string): void {
    if (!this.closed) this.hub.topics.subscribe(this, topic)
  }

  unsubscribe(topic: string): void {
    this.hub.topics.unsubscribe(this, topic)
  }

  /** A frame from the client. */
  receive(frame: string): void {
    if (this.closed) return
    this.lastReceivedAt = this.hub.clock.now()
    if (frame.length > limits.frameBytes / 3 && Buffer.byteLength(frame) > limits.frameBytes) {
      this.close('tooLarge')
      return
    }
    const { batch, items } = parseFrame(frame)
    for (const item of items) if ('error' in item) this.countRefusal(item.failure)
    if (!batch) {
      const [item] = items
      if (item) this.answerTo(item)
      return
    }
    void this.answerBatch(items)
  }

  /** Binary frames have no meaning here. */
  refuseBinary(): void {
    this.refuse(fail('invalid_request', { message: 'Send text frames. Binary frames are not supported.' }))
  }

  /** The input was not UTF-8. */
  refuseBytes(): void {
    if (this.closed) return
    this.lastReceivedAt = this.hub.clock.now()
    this.refuse(fail('parse_error', { message: 'This is not UTF-8. Send JSON in UTF-8.' }))
  }

  /** The client closed its side: the connection ends once all its calls have responses. */
  finish(): void {
    this.finishing = true
    if (this.inFlight === 0) this.closeAfterResponse()
  }

  /** Sends a frame; several of one turn go out with one write. */
  push(frame: string): void {
    if (this.closed) return
    if (this.answers) {
      this.answers.push(frame)
      return
    }
    this.answers = [frame]
    queueMicrotask(() => this.flush())
  }

  /** Unsubscribes a chat, even while the sign-in is still reading the chats. */
  lost(chatId: ChatId): void {
    this.lostChats?.add(chatId)
  }

  async signIn(token: string): Promise<Caller> {
    if (this.caller && !this.signingIn) {
      this.hub.countOpening(this.caller.userId)
      return this.caller
    }
    if (!this.signingIn) {
      this.lostChats = new Set()
      this.signingIn = this.hub.signIn(this, { token, from: this.from }).finally(() => {
        this.signingIn = undefined
        this.lostChats = undefined
      })
    }
    return this.signingIn
  }

  hasLost(chatId: ChatId): boolean {
    return this.lostChats?.has(chatId) ?? false
  }

  get isClosed(): boolean {
    return this.closed
  }

  /** Whether no sign-in and no call is pending. */
  get isIdle(): boolean {
    return this.inFlight === 0 && this.signingIn === undefined
  }

  /** The network address of the client. */
  get address(): string {
    return this.from.address
  }

  /** Closes from this side, after sending pending frames. */
  close(reason: CloseReason): void {
    if (this.closed) return
    this.flush()
    // The transport may report at once that the connection is gone, without the reason.
    this.end(reason)
    const farewell = () => this.peer.close(closeCodes[reason], reason)
    if (this.inFlight > 0 && endsSession(reason)) this.closeAnswered(farewell)
    else farewell()
  }

  /**
   * Closes once pending calls, one of which may have ended the session, have responses. Until then it receives nothing
   * else.
   */
  private closeAnswered(close: () => void): void {
    for (const topic of [...(this.peer.topics?.() ?? [])]) this.peer.unsubscribe?.(topic)
    const timer = this.hub.clock.setTimeout(() => this.farewell?.(), LAST_ANSWERS_MS)
    this.farewell = () => {
      this.hub.clock.clearTimeout(timer)
      this.farewell = undefined
      close()
    }
  }

  /** Ends it at once, without waiting for the client. */
  drop(): void {
    if (this.closed) return
    this.end('dropped')
    this.peer.terminate()
  }

  closeAfterResponse(): void {
    // The response to the causing call goes out first.
    this.hub.clock.setTimeout(() => {
      if (this.closed) return
      this.peer.close(1000, 'asked')
      this.end()
    }, 0)
  }

  /** The client disconnected, or was disconnected. */
  end(reason?: CloseReason | 'dropped'): void {
    if (this.closed) return
    this.closed = true
    this.hub.onClosed(this, reason)
  }

  /** The call's origin: the signed-in user, or a stranger. */
  who(): Caller | Stranger {
    return this.caller ?? { ...this.from, connection: this }
  }

  /**
   * Answers a batch in one frame. Its calls run one after the other, but sends start together, to be stored together.
   * Once the frame is full, further calls don't run, and their responses say so.
   */
  private async answerBatch(items: readonly RpcItem[]): Promise<void> {
    let chars = 0
    const answer = async (call: RpcCall): Promise<string | undefined> => {
      if (chars > BATCH_ANSWER_CHARS)
        return call.id === undefined ? undefined : errorFrame(call.id, fail('too_large', tooMuch))
      const text = await this.run(call)
      chars += text?.length ?? 0
      return text
    }
    let before: Promise<unknown> = Promise.resolve()
    const answers = items.map((item) => {
      if ('error' in item) return item.error
      const started = before.then(() => answer(item.call))
      if (item.call.method !== 'messages.send') before = started
      return started
    })
    this.inFlight++
    const frames = (await Promise.all(answers)).filter((text) => text !== undefined)
    if (frames.length > 0) this.answer(`[${frames.join(',')}]`)
    this.callEnded()
  }

  private answerTo(item: RpcItem): void {
    if ('error' in item) {
      this.push(item.error)
      return
    }
    void this.run(item.call).then((answer) => {
      if (answer !== undefined) this.answer(answer)
    })
  }

  private answer(frame: string): void {
    if (this.farewell) this.peer.send(frame)
    else this.push(frame)
  }

  /** Runs a call; returns its response, or undefined for a notification. */
  private async run(rpc: RpcCall): Promise<string | undefined> {
    if (this.closed) return undefined
    if (this.inFlight >= this.mostUnderWay()) return this.crowded(rpc)
    this.inFlight++
    try {
      if (this.signingIn) await this.signingIn.catch(() => {})
      const result = await this.lanes.run(rpc, () => this.dispatch(rpc))
      if (rpc.id === undefined) return undefined
      const answer = resultFrame(rpc.id, result)
      this.hub.calls.charge(this.who(), answer.length)
      return answer
    } catch (error) {
      if (error instanceof Failure) this.countRefusal(error)
      return rpc.id === undefined ? undefined : errorFrame(rpc.id, error)
    } finally {
      this.callEnded()
    }
  }

  private callEnded(): void {
    this.inFlight--
    if (this.inFlight > 0) return
    if (this.finishing) this.closeAfterResponse()
    // Its response is on its way.
    if (this.farewell) this.hub.clock.setTimeout(() => this.farewell?.(), 0)
  }

  /**
   * Strangers from an address with many refusals make one call after the other, in a batch or alone: their first
   * refusals end the connection.
   */
  private mostUnderWay(): number {
    return this.caller || !this.hub.refusals.isLow(this.from.address) ? limits.callsUnderWay : 2
  }

  /** Refuses at once: a batch is refused before any of its calls ran. */
  private crowded(rpc: RpcCall): string | undefined {
    const failure = fail('rate_limited', { retryAfterMs: CROWDED_RETRY_MS, message: crowdedSentence })
    this.countRefusal(failure)
    return rpc.id === undefined ? undefined : errorFrame(rpc.id, failure)
  }

  private refuse(failure: Failure): void {
    this.countRefusal(failure)
    this.push(errorFrame(null, failure))
  }

  /** Closes the connection of a caller with too many refusals. */
  private countRefusal({ failure }: Failure): void {
    if (this.closed) return
    const { hub, transport } = this
    if (hub.refusals.countRefusal({ who: this.who(), transport, failure }) > 0) this.close('rateLimited')
  }

  private dispatch(rpc: RpcCall): Promise<unknown> {
    const { hub, transport } = this
    const who = this.who()
    if (this.closed && isCaller(who)) return Promise.reject(fail('unauthenticated'))
    return hub.calls.call({ ...rpc, requestId: hub.newRequestId(), transport, who })
  }

  private flush(): void {
    const frames = this.answers
    this.answers = undefined
    if (!frames || this.closed) return
    if (frames.length === 1 && frames[0] !== undefined) this.peer.send(frames[0])
    else this.peer.sendAll(frames)
  }
}

const endsSession = (reason: CloseReason): boolean => reason === 'sessionEnded' || reason === 'accountDisabled'

/** The close code for a token refused at the upgrade: the connection would only wait for a session that never opens. */
const reasonFor = (error: unknown): CloseReason => {
  const failure = error instanceof Failure ? error.failure : undefined
  if (failure === 'unauthenticated') return 'sessionEnded'
  if (failure === 'rate_limited') return 'rateLimited'
  return failure === 'account_disabled' ? 'accountDisabled' : 'draining'
}
