import type { ChatId, MediaId, MessageId } from '@parley/protocol'
import { newUuidV7, type RandomBytes } from '@parley/protocol/ids'
import type { Clock, SendOptions } from '../api'
import type { Call } from '../connection/http'
import type { NewMedia } from '../store/new-media'
import { ownMedia } from './media-body'
import type { Outbox } from './outbox'
import type { Upload } from './upload'

/** Between two looks at an avatar that the server checks. */
const checkMs = 1_000

export interface MediaSenderOptions {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly outbox: Outbox
  readonly upload: Upload
}

/** Files on their way out. */
export class MediaSender {
  readonly #options: MediaSenderOptions

  constructor(options: MediaSenderOptions) {
    this.#options = options
  }

  /** Puts a message with files into the outbox. */
  send(chatId: ChatId, media: NewMedia, options?: SendOptions): MessageId {
    const { body, bytes } = ownMedia(media, () => this.#newId())
    return this.#options.outbox.send(chatId, body, { bytes, ...options })
  }

  /** Uploads an avatar; resolves with the id to set it by. */
  async uploadAvatar(call: Call, bytes: Blob, name: string): Promise<MediaId> {
    const mediaId = this.#newId()
    const announced = { id: mediaId, name, size: bytes.size }
    const { upload: path } = await call('media.create', announced)
    const { signal } = new AbortController()
    await this.#options.upload({ path, mediaId, bytes, inParts: false, signal, onProgress: () => undefined })
    await this.#checked(call, announced)
    return mediaId
  }

  /** Resolves when the server shows an upload: at once, unless it checks files first. Throws ParleyError when it was refused. */
  async #checked(call: Call, announced: { readonly id: MediaId; readonly name: string; readonly size: number }) {
    while (true) {
      const { media } = await call('media.get', { ids: [announced.id] })
      if (media.length > 0) return
      await call('media.create', announced)
      await new Promise<void>((resolve) => this.#options.clock.setTimeout(resolve, checkMs))
    }
  }

  #newId(): MediaId {
    const { clock, random } = this.#options
    return newUuidV7(clock.now(), random) as MediaId
  }
}
