import { type ChatId, type CloseReason, closeCodes, limits } from '@parley/protocol'
import { type Call, type Calls, isCaller } from '../dispatch/dispatch'
import type { Caller, CallerConnection, Stranger } from '../lib/caller'
import type { Clock } from '../lib/clock'
import { fail } from '../lib/fail'
import { errorFrame, parseFrame, type RpcCall, type RpcItem, resultFrame } from './frames'
import type { Peer } from './peer'
import type { Subscriber } from './subscriber'
import type { Topics } from './topics'

/** What a transport knows about a new connection. */
export interface Arrival {
  readonly peer: Peer
  readonly from: Omit<Stranger, 'connection'>
  /** What the upgrade brought: a cookie's or bearer's token. */
  readonly token: string | undefined
  readonly transport: Call['transport']
}

/** What all connections of a node share. */
export interface Hub {
  readonly calls: Calls
  readonly topics: Topics
  readonly clock: Clock
  newRequestId(): string
  /** Signs a connection in: it is subscribed before this resolves. */
  signIn(connection: Connection, arrival: { token: string; from: Arrival['from'] }): Promise<Caller>
  onClosed(connection: Connection): void
}

/** Answers of a batch are held until its last one: once they are this long together, further ones are refused. */
const BATCH_ANSWER_CHARS = 1024 * 1024
const tooMuch = { message: 'The answers of this batch are too large for one frame: make this call by itself.' }

/** One connection: reads frames, keeps calls about one chat in order, writes answers. */
export class Connection implements CallerConnection, Subscriber {
  /** Topics that this connection hears through a plain loop. */
  looped: Set<string> | undefined
  caller: Caller | undefined
  /** When something last came from the far end. */
  heardAt: number
  readonly openedAt: number
  /** Chats that were lost while the connection was being signed in. */
  private lostChats: Set<ChatId> | undefined
  private signingIn: Promise<Caller> | undefined
  private lanes: Map<string, Promise<unknown>> | undefined
  /** Frames that wait for the end of the turn. */
  private answers: string[] | undefined
  private closed = false
  private finishing = false
  inFlight = 0

  readonly peer: Peer
  private readonly from: Arrival['from']
  private readonly transport: Arrival['transport']

  constructor(
    private readonly hub: Hub,
    { peer, from, token, transport }: Arrival,
  ) {
    this.peer = peer
    this.from = from
    this.transport = transport
    this.openedAt = hub.clock.now()
    this.heardAt = this.openedAt
    if (token) this.signIn(token).catch(() => {})
  }

  subscribe(topic: string): void {
    if (!this.closed) this.hub.topics.subscribe(this, topic)
  }

  unsubscribe(topic: string): void {
    this.hub.topics.unsubscribe(this, topic)
  }

  /** A frame from the far end. */
  receive(frame: string): void {
    if (this.closed) return
    this.heardAt = this.hub.clock.now()
    if (frame.length > limits.frameBytes / 3 && Buffer.byteLength(frame) > limits.frameBytes) {
      this.close('tooLarge')
      return
    }
    const { batch, items } = parseFrame(frame)
    if (!batch) {
      const [item] = items
      if (item) this.answerTo(item)
      return
    }
    void this.answerBatch(items)
  }

  /** Binary frames have no meaning here. */
  refuseBinary(): void {
    this.push(
      errorFrame(null, fail('invalid_request', { message: 'Send text frames: binary ones mean nothing here.' })),
    )
  }

  /** What came in the place of a frame is not UTF-8. */
  refuseBytes(): void {
    if (this.closed) return
    this.heardAt = this.hub.clock.now()
    this.push(errorFrame(null, fail('parse_error', { message: 'This is not UTF-8. Send JSON in UTF-8.' })))
  }

  /** The far end sends no more: the connection ends once everything that it asked is answered. */
  finish(): void {
    this.finishing = true
    if (this.inFlight === 0) this.hangUp()
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

  /** The connection no longer hears a chat, also when its sign-in is still reading which ones it has. */
  lost(chatId: ChatId): void {
    this.lostChats?.add(chatId)
  }

  async signIn(token: string): Promise<Caller> {
    if (this.caller) return this.caller
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

  /** Closes from this side, with what is still to be said first. */
  close(reason: CloseReason): void {
    if (this.closed) return
    this.flush()
    this.peer.close(closeCodes[reason], reason)
    this.end()
  }

  hangUp(): void {
    // The answer to the call that asked for it goes out first.
    this.hub.clock.setTimeout(() => {
      if (this.closed) return
      this.peer.close(1000, 'asked')
      this.end()
    }, 0)
  }

  /** The far end is gone, or was told to go. */
  end(): void {
    if (this.closed) return
    this.closed = true
    this.hub.onClosed(this)
  }

  /** The call's origin: who is signed in here, or a stranger. */
  who(): Caller | Stranger {
    return this.caller ?? { ...this.from, connection: this }
  }

  /** Answers a batch in one frame; what would make that too large is left out, and says so. */
  private async answerBatch(items: readonly RpcItem[]): Promise<void> {
    let chars = 0
    const answers = await Promise.all(
      items.map(async (item) => {
        const answer = 'error' in item ? item.error : await this.run(item.call)
        if (answer === undefined || 'error' in item) return answer
        if (chars > BATCH_ANSWER_CHARS) return errorFrame(item.call.id ?? null, fail('too_large', tooMuch))
        chars += answer.length
        return answer
      }),
    )
    const frames = answers.filter((answer) => answer !== undefined)
    if (frames.length > 0) this.push(`[${frames.join(',')}]`)
  }

  private answerTo(item: RpcItem): void {
    if ('error' in item) {
      this.push(item.error)
      return
    }
    void this.run(item.call).then((answer) => {
      if (answer !== undefined) this.push(answer)
    })
  }

  /** Runs a call; its answer, or nothing for a notification. */
  private async run(rpc: RpcCall): Promise<string | undefined> {
    this.inFlight++
    try {
      if (this.signingIn) await this.signingIn.catch(() => {})
      const result = await this.inOrder(rpc)
      return rpc.id === undefined ? undefined : resultFrame(rpc.id, result)
    } catch (error) {
      return rpc.id === undefined ? undefined : errorFrame(rpc.id, error)
    } finally {
      this.inFlight--
      if (this.finishing && this.inFlight === 0) this.hangUp()
    }
  }

  /**
   * Calls about one chat start in the order they came. A send has its place as soon as it is handed over, so that many can
   * be under way; whatever follows another kind of call waits for its end.
   */
  private inOrder(rpc: RpcCall): Promise<unknown> {
    const chatId = chatOf(rpc)
    const start = () => this.dispatch(rpc)
    if (chatId === undefined) return start()
    const before = this.lanes?.get(chatId)
    const started = before ? before.then(start, start) : start()
    if (rpc.method === 'messages.send' && !before && !this.hub.calls.oneAtATime) return started
    const lane = started.catch(() => {})
    this.lanes ??= new Map()
    this.lanes.set(chatId, lane)
    void lane.then(() => {
      if (this.lanes?.get(chatId) !== lane) return
      this.lanes.delete(chatId)
      if (this.lanes.size === 0) this.lanes = undefined
    })
    return started
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

/** The chat that a call is about; the one that makes a group names it by its id. */
const chatOf = ({ method, params }: RpcCall): string | undefined => {
  const { chatId, id } = (params ?? {}) as { chatId?: unknown; id?: unknown }
  const named = method === 'groups.create' ? id : chatId
  return typeof named === 'string' ? named : undefined
}
