import type { MediaBody, MessageId } from '@parley/protocol'
import { noResponseError } from '../lib/error'
import { lateCode } from '../lib/late-code'
import type { OutboxEntry } from '../store/store'
import type { MediaUploads, UploadResult } from './media-uploads'

let loading: Promise<typeof import('./media-uploads')> | undefined

/** Loads the code of uploads, once. Throws ParleyError when it can't be loaded now. */
export const loadMediaUploads = async (): Promise<typeof import('./media-uploads')> => {
  loading ??= lateCode(() => import('./media-uploads'))
  try {
    return await loading
  } catch (thrown) {
    loading = undefined
    throw thrown
  }
}

type Uploads = Pick<MediaUploads, 'uploadFiles' | 'end'>

/** Uploads of messages in the outbox. Their code is loaded with the first of them: most visits send none. */
export class LateMediaUploads implements Uploads {
  #loaded: Uploads | undefined
  /** The latest attempt for each message that had to wait for the code. */
  readonly #waiting = new Map<MessageId, object>()
  readonly #load: () => Promise<Uploads>

  constructor(load: () => Promise<Uploads>) {
    this.#load = load
  }

  /** As `MediaUploads.uploadFiles`. Throws ParleyError also when the code can't be loaded, or the upload is ended before that. */
  async uploadFiles(entry: OutboxEntry, body: MediaBody): Promise<UploadResult> {
    const uploads = this.#loaded ?? (await this.#loadFor(entry.id))
    return uploads.uploadFiles(entry, body)
  }

  /** Ends an upload that goes on. */
  end(id: MessageId): void {
    this.#waiting.delete(id)
    this.#loaded?.end(id)
  }

  async #loadFor(id: MessageId): Promise<Uploads> {
    const attempt = {}
    this.#waiting.set(id, attempt)
    const made = await this.#load()
    this.#loaded ??= made
    if (this.#waiting.get(id) !== attempt) throw noResponseError()
    return this.#loaded
  }
}
