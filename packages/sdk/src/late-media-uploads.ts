import type { MediaBody, MessageId } from '@parley/protocol'
import { unanswered } from './error'
import type { Brought, MediaUploads } from './media-uploads'
import type { OutboxEntry } from './store/store'

let loading: Promise<typeof import('./media-uploads')> | undefined

/** Loads the code of uploads, once. Throws ParleyError when it can't be loaded now. */
export const loadMediaUploads = async (): Promise<typeof import('./media-uploads')> => {
  loading ??= import('./media-uploads')
  try {
    return await loading
  } catch {
    loading = undefined
    throw unanswered()
  }
}

type Uploads = Pick<MediaUploads, 'bring' | 'end'>

/** Uploads of messages in the outbox. Their code is loaded with the first of them: most visits send none. */
export class LateMediaUploads implements Uploads {
  #loaded: Uploads | undefined
  /** The latest attempt for each message that had to wait for the code. */
  readonly #waiting = new Map<MessageId, object>()
  readonly #load: () => Promise<Uploads>

  constructor(load: () => Promise<Uploads>) {
    this.#load = load
  }

  /** As `MediaUploads.bring`. Throws ParleyError also when the code can't be loaded, or the upload is ended before that. */
  async bring(entry: OutboxEntry, body: MediaBody): Promise<Brought> {
    const uploads = this.#loaded ?? (await this.#loadFor(entry.id))
    return uploads.bring(entry, body)
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
    if (this.#waiting.get(id) !== attempt) throw unanswered()
    return this.#loaded
  }
}
