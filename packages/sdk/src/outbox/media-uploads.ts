import type { AlbumItem, MediaBody, MediaId, MessageId } from '@parley/protocol'
import type { Clock } from '../api'
import type { Connection } from '../connection/connection'
import { asParleyError, noResponseError, ParleyError } from '../lib/error'
import type { OutboxEntry } from '../store/store'
import { withItems } from './media-body'
import type { Upload } from './upload'
import { type Announcement, type UploadGroup, uploadGroups } from './upload-groups'

/** An answer to `media.create` takes no longer than this. */
const createMs = 15_000
/** An upload that got no further for this long is given up, and tried again: nothing else says that a connection is dead. */
const stalledMs = 60_000

export interface MediaUploadsOptions {
  readonly clock: Clock
  readonly bytes: (id: MessageId, mediaId: MediaId) => Promise<Blob | undefined>
  readonly connection: Connection
  readonly upload: Upload
  /** How much of all bytes of an entry has left, from 0 to 1; 1 when the server has stored all. */
  readonly onProgress: (entry: OutboxEntry, share: number) => void
}

/** An item of an album that the server refuses. */
export interface Refusal {
  readonly item: AlbumItem
  readonly error: ParleyError
}

/** The server's part of a message's uploads. */
export interface UploadResult {
  /** The message that can be sent; the same object when it is complete. */
  readonly body: MediaBody
  /** The parts that an album was split from. */
  readonly refused: readonly Refusal[]
}

/** One upload with its bytes; undefined when the browser threw them away. */
interface Loaded {
  readonly announcement: Announcement
  readonly bytes: Blob | undefined
}

/** The bytes of messages in the outbox: sent before the message that shows them. */
export class MediaUploads {
  readonly #running = new Map<MessageId, AbortController>()
  readonly #options: MediaUploadsOptions

  constructor(options: MediaUploadsOptions) {
    this.#options = options
  }

  /**
   * Resolves when the server has the bytes; what it has already is not sent again. Items of an album that are refused don't keep
   * back the others, and neither does a poster its video. Throws ParleyError when nothing is left to send.
   */
  async uploadFiles(entry: OutboxEntry, body: MediaBody): Promise<UploadResult> {
    const end = new AbortController()
    this.#running.set(entry.id, end)
    try {
      return await this.#uploadAll(entry, body, end)
    } finally {
      if (this.#running.get(entry.id) === end) this.#running.delete(entry.id)
    }
  }

  /** Ends an upload that goes on. */
  end(id: MessageId): void {
    this.#running.get(id)?.abort()
  }

  async #uploadAll(entry: OutboxEntry, body: MediaBody, end: AbortController): Promise<UploadResult> {
    const groups = uploadGroups(body)
    const loaded = new Map<MediaId, Loaded>()
    for (const announcement of groups.flatMap(({ uploads }) => uploads))
      loaded.set(announcement.id, { announcement, bytes: await this.#options.bytes(entry.id, announcement.id) })
    const progress = new Progress([...loaded.values()], (share) => this.#options.onProgress(entry, share))
    const refused: Refusal[] = []
    const without = new Set<MediaId>()
    for (const group of groups)
      try {
        const refusedPoster = await this.#uploadGroup({ entry, group, loaded, progress, end })
        if (refusedPoster) without.add(refusedPoster)
      } catch (thrown) {
        const error = asParleyError(thrown)
        if (group.item === undefined || !isOfFile(error)) throw error
        refused.push({ item: group.item, error })
      }
    return { body: remaining(withoutPosters(body, without), refused), refused }
  }

  /** Uploads one thing; returns the id of its poster when that was refused. */
  async #uploadGroup({ entry, group, loaded, progress, end }: GroupRun): Promise<MediaId | undefined> {
    let refusedPoster: MediaId | undefined
    for (const { id } of group.uploads) {
      const upload = loaded.get(id)
      if (upload === undefined) continue
      const { poster, ...bare } = upload.announcement
      const announcement = refusedPoster === undefined ? upload.announcement : bare
      try {
        await this.#bringOne({ entry, upload: { ...upload, announcement }, progress, end })
      } catch (thrown) {
        const isPoster = id !== group.uploads.at(-1)?.id
        if (!isPoster || !isOfFile(asParleyError(thrown))) throw thrown
        refusedPoster = id
      }
      progress.finished(id)
    }
    return refusedPoster
  }

  async #bringOne({ entry, upload: { announcement, bytes }, progress, end }: OneRun): Promise<void> {
    const { clock, connection, upload } = this.#options
    if (bytes === undefined) throw lost()
    const { id: mediaId } = announcement
    const params = { ...announcement, chatId: entry.chatId, size: bytes.size }
    const { media, upload: path } = await connection.call('media.create', params, createMs)
    if (media) return
    if (end.signal.aborted) throw noResponseError()
    let stalled: unknown
    const stop = new AbortController()
    const abort = () => stop.abort()
    end.signal.addEventListener('abort', abort)
    const onProgress = (share: number): void => {
      clock.clearTimeout(stalled)
      stalled = clock.setTimeout(abort, stalledMs)
      progress.moved(mediaId, share)
    }
    try {
      await upload({ path, mediaId, bytes, inParts: announcement.kind !== 'image', signal: stop.signal, onProgress })
    } finally {
      clock.clearTimeout(stalled)
      end.signal.removeEventListener('abort', abort)
    }
  }
}

interface Run {
  readonly entry: OutboxEntry
  readonly progress: Progress
  readonly end: AbortController
}
interface GroupRun extends Run {
  readonly group: UploadGroup
  readonly loaded: ReadonlyMap<MediaId, Loaded>
}
interface OneRun extends Run {
  readonly upload: Loaded
}

/** How much of the bytes of one message has left. */
class Progress {
  readonly #sizes: ReadonlyMap<MediaId, number>
  readonly #total: number
  readonly #sent = new Map<MediaId, number>()
  readonly #tell: (share: number) => void

  constructor(uploads: readonly Loaded[], tell: (share: number) => void) {
    this.#sizes = new Map(uploads.map(({ announcement, bytes }) => [announcement.id, bytes?.size ?? 0]))
    this.#total = Math.max(
      1,
      [...this.#sizes.values()].reduce((sum, size) => sum + size, 0),
    )
    this.#tell = tell
  }

  /** An upload has got so far. Bytes that have left are not stored yet. */
  moved(id: MediaId, share: number): void {
    this.#set(id, Math.min(share, mostUnstored))
  }

  /** The server is done with an upload. */
  finished(id: MediaId): void {
    this.#set(id, 1)
  }

  #set(id: MediaId, share: number): void {
    this.#sent.set(id, (this.#sizes.get(id) ?? 0) * share)
    this.#tell([...this.#sent.values()].reduce((sum, size) => sum + size, 0) / this.#total)
  }
}

/** The shown state of an upload whose bytes were sent but not stored yet. */
const mostUnstored = 0.99

/** Whether an error is about this file, so that other files may be accepted. */
const isOfFile = ({ code, retry, unanswered }: ParleyError): boolean =>
  !retry && !unanswered && (code.startsWith('media_') || ofFile.has(code))
const ofFile: ReadonlySet<string> = new Set(['too_large', 'proxy_too_large', 'conflict', 'invalid_params'])

const withoutPosters = (body: MediaBody, without: ReadonlySet<MediaId>): MediaBody => {
  if (without.size === 0) return body
  const strip = <B extends { readonly poster?: MediaId | undefined }>({ poster, ...rest }: B) =>
    poster !== undefined && !without.has(poster) ? { ...rest, poster } : rest
  if (body.type === 'video') return strip(body)
  if (body.type !== 'album') return body
  return { ...body, items: body.items.map((item) => (item.kind === 'video' ? strip(item) : item)) }
}

/** The rest of an album without refused files. */
const remaining = (body: MediaBody, refused: readonly Refusal[]): MediaBody => {
  const [first] = refused
  if (body.type !== 'album' || first === undefined) return body
  const gone = new Set(refused.map(({ item }) => item.mediaId))
  const items = body.items.filter(({ mediaId }) => !gone.has(mediaId))
  if (items.length === 0) throw first.error
  return withItems(body, items)
}

/** The browser threw the bytes away. */
const lost = (): ParleyError =>
  new ParleyError({
    message: 'The browser no longer has this file. Choose it again.',
    data: { code: 'media_empty', retry: false },
  })
