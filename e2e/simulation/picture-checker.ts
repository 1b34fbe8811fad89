import {
  type ChatId,
  type MediaId,
  type MessageBody,
  type MessageId,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import { countedBytes } from '@parley/server/src/usage/counted-bytes'
import { isInUse, type StoredPictures } from './stored-pictures'
import { everVisible, type StoredState } from './stored-state'

/** A picture in the world that exists before a run. */
export interface EarlierPicture {
  readonly id: MediaId
  readonly ownerId: UserId
  /** Bytes of its file. */
  readonly size: number
  /** The message that shows it; none for an unsent picture. */
  readonly messageId?: MessageId
}

interface Created {
  readonly ownerId: UserId
  /** In bytes. */
  readonly size: number
  /** The chat of the picture; none for an avatar. */
  readonly chatId: ChatId | undefined
}

/** A picture that a user may try to send, and the chat that it was announced for. */
export interface Sendable {
  readonly mediaId: MediaId
  readonly chatId: ChatId | undefined
}

/** A pending call. */
type Call =
  | { readonly kind: 'create'; readonly id: MediaId }
  | { readonly kind: 'send'; readonly id: MessageId }
  | { readonly kind: 'retract'; readonly id: MessageId }
  | { readonly kind: 'get'; readonly userId: UserId; readonly retracted: ReadonlySet<MediaId> }

interface Frame {
  readonly id: number
  readonly method: string
  readonly params: {
    readonly id: string
    readonly ids: readonly MediaId[]
    readonly chatId?: ChatId
    readonly size: number
    readonly body: MessageBody
  }
}

interface Answer {
  readonly result: { readonly media: readonly { readonly mediaId: MediaId }[] }
}

const relevantMethods = /"method":"(?:media\.create|media\.get|messages\.send|messages\.retract)"/
const successStart = /^\{"jsonrpc":"2\.0","id":(\d+),"result"/
const idIn = (address: string): MediaId => address.split('/')[2] as MediaId

/** Compares the server's responses about pictures with the permissions, and checks that the bytes exist. */
export class PictureChecker {
  /** Announced uploads, with their owners. */
  private readonly created = new Map<MediaId, Created>()
  /** Announced uploads that the server acknowledged. */
  private readonly acknowledged = new Set<MediaId>()
  /** The picture of each message, as first sent. */
  private readonly sent = new Map<MessageId, MediaId | undefined>()
  private readonly calls = new Map<string, Call>()
  /** Pictures of messages whose retraction was acknowledged. */
  private readonly retracted = new Set<MediaId>()
  /** Pictures of this run without an acknowledged message. */
  private readonly unsent = new Set<MediaId>()
  /** Pictures of messages that a user tried to retract, and those that were announced again after that. */
  private readonly retracting = new Set<MediaId>()
  private readonly reannounced = new Set<MediaId>()
  private readonly shown = new Map<MediaId, Set<UserId>>()
  /** Pictures whose address once led to nothing. */
  private readonly notFound = new Set<MediaId>()
  private readonly problems = new Set<string>()

  constructor({ history, pictures }: { history: readonly MessageId[]; pictures: readonly EarlierPicture[] }) {
    for (const id of history) this.sent.set(id, undefined)
    for (const { id, ownerId, size, messageId } of pictures) {
      this.created.set(id, { ownerId, size, chatId: WORLD_CHAT_ID })
      this.acknowledged.add(id)
      if (messageId) this.sent.set(messageId, id)
    }
  }

  /** Every announced picture. */
  get known(): MediaId[] {
    return [...this.created.keys()]
  }

  /** Pictures that a user may try to send. Their own pictures that may still be in an outbox are left out. */
  sendableBy(userId: UserId): Sendable[] {
    return [...this.created].flatMap(([mediaId, { ownerId, chatId }]) =>
      ownerId === userId && this.unsent.has(mediaId) ? [] : [{ mediaId, chatId }],
    )
  }

  /** Handles a frame that a user's client sent. */
  onClientFrame(frame: string, connection: number, userId: UserId): void {
    if (!relevantMethods.test(frame)) return
    const { id: number, method, params } = JSON.parse(frame) as Frame
    const note = (call: Call) => this.calls.set(`${connection} ${number}`, call)
    if (method === 'messages.send') {
      const id = params.id as MessageId
      if (!this.sent.has(id)) this.sent.set(id, params.body.type === 'image' ? params.body.mediaId : undefined)
      if (params.body.type === 'image') note({ kind: 'send', id })
    } else if (method === 'messages.retract') {
      const id = params.id as MessageId
      const picture = this.sent.get(id)
      if (picture) this.retracting.add(picture)
      note({ kind: 'retract', id })
    } else if (method === 'media.get')
      note({ kind: 'get', userId, retracted: new Set(params.ids.filter((id) => this.retracted.has(id))) })
    else {
      const id = params.id as MediaId
      const created = { ownerId: userId, size: params.size, chatId: params.chatId }
      if (!this.created.has(id)) this.unsent.add(id)
      if (!this.created.has(id)) this.created.set(id, created)
      // A device that missed the acknowledgement of a message uploads its picture again, even if the message was
      // retracted.
      this.retracted.delete(id)
      if (this.retracting.has(id)) this.reannounced.add(id)
      note({ kind: 'create', id })
    }
  }

  /** Handles a frame that a server sent. */
  onServerFrame(frame: string, connection: number): void {
    const id = successStart.exec(frame)?.[1]
    const call = id === undefined ? undefined : this.calls.get(`${connection} ${id}`)
    if (!call) return
    if (call.kind === 'create') this.acknowledged.add(call.id)
    else if (call.kind === 'get') this.checkRetracted(call, JSON.parse(frame) as Answer)
    else {
      const picture = this.sent.get(call.id)
      if (picture && call.kind === 'send') this.unsent.delete(picture)
      else if (picture) this.retracted.add(picture)
    }
  }

  /** Records the result of a download; undefined for nothing. */
  onDownload(address: string, bytes: number | undefined): void {
    if (bytes === undefined) this.notFound.add(idIn(address))
  }

  /** The database and the blobs were restored from a backup. Earlier acknowledgements no longer count. */
  onRestore(): void {
    // Acknowledged messages may be sent again.
    for (const id of this.created.keys()) this.unsent.add(id)
    this.retracted.clear()
    this.shown.clear()
    this.notFound.clear()
    this.acknowledged.clear()
  }

  /**
   * Checks, after everything has arrived, that users saw only permitted pictures, and that shown pictures could always
   * be loaded.
   */
  *check(database: StoredState, pictures: StoredPictures): Generator<string> {
    yield* this.problems
    const placesOf = Map.groupBy(
      [...this.sent].flatMap(([messageId, id]) => {
        const place = database.messages.get(messageId)
        return id && place ? [{ id, ...place }] : []
      }),
      ({ id }) => id,
    )
    for (const [id, to] of this.shown) {
      const { ownerId, chatId } = this.created.get(id) ?? {}
      for (const userId of to) {
        const isVisible = ({ chatId, seq }: { chatId: ChatId; seq: number }) => {
          const chat = database.chats.get(chatId)
          return chat !== undefined && everVisible(chat, userId)(seq)
        }
        if (chatId && userId !== ownerId && !placesOf.get(id)?.some(isVisible))
          yield `${userId} was shown picture ${id} of ${ownerId}`
      }
    }
    for (const id of this.notFound) if (isInUse(pictures, id)) yield `picture ${id} was missing when a user loaded it`
  }

  /** The fewest and the most bytes that may count for an account's files. Files in `there` are on the server. */
  bytesOf(userId: UserId, there: { has(id: MediaId): boolean }): { readonly low: number; readonly high: number } {
    let [low, again] = [0, 0]
    for (const [id, { ownerId, size }] of this.created) {
      if (ownerId !== userId || !(this.acknowledged.has(id) || there.has(id))) continue
      low += countedBytes(size)
      if (this.reannounced.has(id)) again += countedBytes(size)
    }
    return { low, high: low + again }
  }

  private checkRetracted({ userId, retracted }: Call & { kind: 'get' }, { result }: Answer): void {
    for (const { mediaId } of result.media) {
      if (retracted.has(mediaId) && this.retracted.has(mediaId))
        this.problems.add(`picture ${mediaId} has an address after its message was retracted`)
      this.shown.set(mediaId, (this.shown.get(mediaId) ?? new Set()).add(userId))
    }
  }
}
