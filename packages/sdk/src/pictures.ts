import type { ChatId, MediaId, MessageId } from '@parley/protocol'
import { fitPicture } from '@parley/protocol/fit-picture'
import { newUuidV7, type RandomBytes } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import type { Clock, NewPicture, SendOptions } from './api'
import type { Call } from './http'
import type { Outbox } from './outbox'
import type { Upload } from './upload'

export interface PicturesOptions {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly outbox: Outbox
  readonly upload: Upload
}

/** Pictures on their way out. */
export class Pictures {
  readonly #options: PicturesOptions

  constructor(options: PicturesOptions) {
    this.#options = options
  }

  /** Puts a picture into the outbox, with its size as the server will make it. */
  send(chatId: ChatId, picture: NewPicture, options?: SendOptions): MessageId {
    const { bytes, name, width, height, caption } = picture
    const shown = fitPicture({ width, height }, limits.pictureLargePx)
    const what = { mediaId: this.#newId(), name, mime: bytes.type, size: bytes.size, ...shown }
    const body = { type: 'image' as const, ...what, ...(caption !== undefined && { caption }) }
    return this.#options.outbox.send(chatId, body, { bytes, ...options })
  }

  /** Uploads an avatar; resolves with the id to set it by. */
  async uploadAvatar(call: Call, bytes: Blob, name: string): Promise<MediaId> {
    const id = this.#newId()
    const { upload: path } = await call('media.create', { id, name, size: bytes.size })
    const { signal } = new AbortController()
    await this.#options.upload({ path, bytes, signal, onProgress: () => undefined })
    return id
  }

  #newId(): MediaId {
    const { clock, random } = this.#options
    return newUuidV7(clock.now(), random) as MediaId
  }
}
