import {
  type ChatId,
  type MediaId,
  type MessageBody,
  type MessageId,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import { countedBytes } from '@parley/server/src/usage/counted-bytes'
import { isInUse, type PictureTruth } from './picture-truth'
import { everVisible, type Truth } from './truth'

/** A picture of the world that is there when a run begins. */
export interface EarlierPicture {
  readonly id: MediaId
  readonly ownerId: UserId
  /** Bytes of its file. */
  readonly size: number
  /** The message that shows it; none when nobody has sent it yet. */
  readonly messageId?: MessageId
}

interface Created {
  readonly ownerId: UserId
  /** Bytes. */
  readonly size: number
  /** The chat that it is for; none for an avatar. */
  readonly chatId: ChatId | undefined
}

/** A picture that somebody may try to send, and the chat that it was announced for. */
export interface Sendable {
  readonly mediaId: MediaId
  readonly chatId: ChatId | undefined
}

/** A call that isn't answered. */
type Call =
  | { readonly kind: 'create'; readonly id: MediaId }
  | { readonly kind: 'send'; readonly id: MessageId }
  | { readonly kind: 'retract'; readonly id: MessageId }
  | { readonly kind: 'get'; readonly userId: UserId; readonly gone: ReadonlySet<MediaId> }

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

const watched = /"method":"(?:media\.create|media\.get|messages\.send|messages\.retract)"/
const answered = /^\{"jsonrpc":"2\.0","id":(\d+),"result"/
const idIn = (address: string): MediaId => address.split('/')[2] as MediaId

/** Holds what the server says of pictures against who may see them, and whether their bytes are there. */
export class PictureLog {
  /** Uploads that somebody announced, with whose they are. */
  private readonly created = new Map<MediaId, Created>()
  /** Announced uploads that the server acknowledged. */
  private readonly counted = new Set<MediaId>()
  /** What each message shows, as it was sent first. */
  private readonly sent = new Map<MessageId, MediaId | undefined>()
  private readonly calls = new Map<string, Call>()
  /** Pictures of messages of which a retraction was acknowledged. */
  private readonly gone = new Set<MediaId>()
  /** Pictures of this run of which no message was acknowledged. */
  private readonly waiting = new Set<MediaId>()
  /** Pictures of messages that somebody tried to retract, and those that were announced once more after that. */
  private readonly retracting = new Set<MediaId>()
  private readonly again = new Set<MediaId>()
  private readonly shown = new Map<MediaId, Set<UserId>>()
  /** Pictures whose address once led to nothing. */
  private readonly missed = new Set<MediaId>()
  private readonly wrong = new Set<string>()

  constructor({ history, pictures }: { history: readonly MessageId[]; pictures: readonly EarlierPicture[] }) {
    for (const id of history) this.sent.set(id, undefined)
    for (const { id, ownerId, size, messageId } of pictures) {
      this.created.set(id, { ownerId, size, chatId: WORLD_CHAT_ID })
      this.counted.add(id)
      if (messageId) this.sent.set(messageId, id)
    }
  }

  /** Every picture that anybody announced. */
  get known(): MediaId[] {
    return [...this.created.keys()]
  }

  /** Pictures that somebody may try to send: not those of their own that may still wait in an outbox. */
  sendableBy(userId: UserId): Sendable[] {
    return [...this.created].flatMap(([mediaId, { ownerId, chatId }]) =>
      ownerId === userId && this.waiting.has(mediaId) ? [] : [{ mediaId, chatId }],
    )
  }

  /** A frame that a client of somebody's handed over. */
  call(frame: string, connection: number, userId: UserId): void {
    if (!watched.test(frame)) return
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
      note({ kind: 'get', userId, gone: new Set(params.ids.filter((id) => this.gone.has(id))) })
    else {
      const id = params.id as MediaId
      const created = { ownerId: userId, size: params.size, chatId: params.chatId }
      if (!this.created.has(id)) this.waiting.add(id)
      if (!this.created.has(id)) this.created.set(id, created)
      // A device that never heard that its message was stored uploads its picture again, also when the message was retracted.
      this.gone.delete(id)
      if (this.retracting.has(id)) this.again.add(id)
      note({ kind: 'create', id })
    }
  }

  /** A frame that a server handed over. */
  answer(frame: string, connection: number): void {
    const id = answered.exec(frame)?.[1]
    const call = id === undefined ? undefined : this.calls.get(`${connection} ${id}`)
    if (!call) return
    if (call.kind === 'create') this.counted.add(call.id)
    else if (call.kind === 'get') this.see(call, JSON.parse(frame) as Answer)
    else {
      const picture = this.sent.get(call.id)
      if (picture && call.kind === 'send') this.waiting.delete(picture)
      else if (picture) this.gone.add(picture)
    }
  }

  /** What an address led to; undefined for nothing. */
  downloaded(address: string, bytes: number | undefined): void {
    if (bytes === undefined) this.missed.add(idIn(address))
  }

  /** The database began another life, from a backup, and the blobs with it: what was acknowledged before counts no more. */
  restored(): void {
    // What was acknowledged may be sent again.
    for (const id of this.created.keys()) this.waiting.add(id)
    this.gone.clear()
    this.shown.clear()
    this.missed.clear()
    this.counted.clear()
  }

  /** When everything has arrived: nobody was shown what they may not see, and what is shown was there whenever somebody looked. */
  *check(truth: Truth, pictures: PictureTruth): Generator<string> {
    yield* this.wrong
    const placesOf = Map.groupBy(
      [...this.sent].flatMap(([messageId, id]) => {
        const place = truth.messages.get(messageId)
        return id && place ? [{ id, ...place }] : []
      }),
      ({ id }) => id,
    )
    for (const [id, to] of this.shown) {
      const { ownerId, chatId } = this.created.get(id) ?? {}
      for (const userId of to) {
        const isVisible = ({ chatId, seq }: { chatId: ChatId; seq: number }) => {
          const chat = truth.chats.get(chatId)
          return chat !== undefined && everVisible(chat, userId)(seq)
        }
        if (chatId && userId !== ownerId && !placesOf.get(id)?.some(isVisible))
          yield `${userId} was shown picture ${id} of ${ownerId}`
      }
    }
    for (const id of this.missed) if (isInUse(pictures, id)) yield `picture ${id} was not there when somebody looked`
  }

  /** The fewest and the most bytes that an account's files can count for, of which those in `there` are on the server. */
  bytesOf(userId: UserId, there: { has(id: MediaId): boolean }): { readonly low: number; readonly high: number } {
    let [low, again] = [0, 0]
    for (const [id, { ownerId, size }] of this.created) {
      if (ownerId !== userId || !(this.counted.has(id) || there.has(id))) continue
      low += countedBytes(size)
      if (this.again.has(id)) again += countedBytes(size)
    }
    return { low, high: low + again }
  }

  private see({ userId, gone }: Call & { kind: 'get' }, { result }: Answer): void {
    for (const { mediaId } of result.media) {
      if (gone.has(mediaId) && this.gone.has(mediaId))
        this.wrong.add(`picture ${mediaId} has an address after its message was retracted`)
      this.shown.set(mediaId, (this.shown.get(mediaId) ?? new Set()).add(userId))
    }
  }
}
