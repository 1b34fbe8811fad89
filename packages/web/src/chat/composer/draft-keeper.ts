import type { ReplyTo } from '@parley/protocol'

/** Drafts are saved at most once in this time while the user types. */
export const saveEveryMs = 250

/** The content of a composer. */
export interface Draft {
  readonly text: string
  readonly replyTo?: ReplyTo | undefined
}

interface DraftKeeperOptions {
  /** The draft as it is stored now. */
  readonly kept: Draft
  readonly save: (draft: Draft) => void
  /** The content of the composer has changed. */
  readonly show: (draft: Draft) => void
}

/**
 * Stores the content of a composer as the draft of its chat. Saves the first change at once and later ones every
 * `saveEveryMs`, since browsers often lose writes of a closing page. Adopts a draft from elsewhere, unless the one here
 * is unsaved or being written.
 */
export class DraftKeeper {
  readonly #save: (draft: Draft) => void
  readonly #show: (draft: Draft) => void
  #draft: Draft
  #unsaved = false
  /** It was changed here since the composer got the focus. */
  #touched = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor({ kept, save, show }: DraftKeeperOptions) {
    this.#draft = kept
    this.#save = save
    this.#show = show
  }

  /** The text, or the message it replies to, has changed. */
  change(changes: Draft | { readonly replyTo: ReplyTo | undefined } | { readonly text: string }): void {
    this.#draft = { ...this.#draft, ...changes }
    this.#show(this.#draft)
    this.#unsaved = true
    // An emptied composer, as after sending, can adopt drafts from elsewhere.
    this.#touched = this.#draft.text !== ''
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
   * Shows a draft from elsewhere, unless one is being written here. That is the case if the composer has the focus and
   * was changed since it got it.
   */
  adopt(kept: Draft, { focused }: { readonly focused: boolean }): void {
    if (!focused) this.#touched = false
    const same = kept.text === this.#draft.text && kept.replyTo?.id === this.#draft.replyTo?.id
    if (same || this.#unsaved || this.#touched) return
    this.#draft = kept
    this.#show(kept)
  }
}
