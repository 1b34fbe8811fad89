import type { ReplyTo } from '@parley/protocol'

/** Drafts are saved at most once in this time while somebody types. */
export const saveEveryMs = 250

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
 * Keeps what a composer holds as the draft of its chat. Saves the first change at once and later ones every `saveEveryMs`:
 * browsers often lose what a page writes while it closes. Takes over a draft from elsewhere, but never in place of an unsaved one.
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
    // An empty composer means a sent or deleted draft, which must not come back after a reload.
    if (this.#timer === undefined || this.#draft.text === '') this.flush()
  }

  /** Saves unsaved changes now. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#unsaved) return
    this.#unsaved = false
    this.#timer = setTimeout(() => this.flush(), saveEveryMs)
    this.#save(this.#draft)
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
