import type { ReplyTo } from '@parley/protocol'

/** Saved this long after the last change. */
export const saveAfterMs = 250

/** What a composer holds. */
export interface Draft {
  readonly text: string
  readonly replyTo?: ReplyTo | undefined
}

interface DraftKeeperOptions {
  /** What is kept of it now. */
  readonly kept: Draft
  readonly save: (draft: Draft) => void
  /** What the composer holds has changed. */
  readonly show: (draft: Draft) => void
}

/**
 * Keeps what a composer holds as the draft of its chat: saves it shortly after each change, and takes over a draft from elsewhere,
 * but never in place of something that isn't saved yet.
 */
export class DraftKeeper {
  readonly #save: (draft: Draft) => void
  readonly #show: (draft: Draft) => void
  #draft: Draft
  #unsaved = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor({ kept, save, show }: DraftKeeperOptions) {
    this.#draft = kept
    this.#save = save
    this.#show = show
  }

  /** What is written, or what it answers, has changed. */
  change(changes: Draft | { readonly replyTo: ReplyTo | undefined } | { readonly text: string }): void {
    this.#draft = { ...this.#draft, ...changes }
    this.#show(this.#draft)
    this.#unsaved = true
    clearTimeout(this.#timer)
    // An emptied composer is a sent or deleted draft: it must not come back after a reload.
    if (this.#draft.text === '') this.flush()
    else this.#timer = setTimeout(() => this.flush(), saveAfterMs)
  }

  /** Saves now what is not saved yet. */
  flush(): void {
    clearTimeout(this.#timer)
    if (this.#unsaved) this.#save(this.#draft)
    this.#unsaved = false
  }

  /**
   * Shows a draft that came from elsewhere.
   * @param writing somebody is writing here, whom nothing may interrupt
   */
  adopt(kept: Draft, { writing }: { readonly writing: boolean }): void {
    const same = kept.text === this.#draft.text && kept.replyTo?.id === this.#draft.replyTo?.id
    if (same || this.#unsaved || writing) return
    this.#draft = kept
    this.#show(kept)
  }
}
