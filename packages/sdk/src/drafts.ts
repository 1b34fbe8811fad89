import type { ChatId } from '@parley/protocol'
import { type Draft, isEmptyDraft, type LocalStore } from './store/store'
import type { Tabs } from './tabs'

export interface DraftsOptions {
  readonly store: LocalStore
  readonly tabs: Tabs
  readonly onChange: (chatId: ChatId) => void
}

const empty: Draft = { text: '' }

/** Unsent texts of composers on this device, with what they answer. */
export class Drafts {
  readonly #drafts = new Map<ChatId, Draft>()
  readonly #options: DraftsOptions

  constructor(options: DraftsOptions) {
    this.#options = options
  }

  load(drafts: readonly (readonly [ChatId, Draft])[]): void {
    for (const [chatId, draft] of drafts) this.#drafts.set(chatId, draft)
  }

  of(chatId: ChatId): Draft {
    return this.#drafts.get(chatId) ?? empty
  }

  set(chatId: ChatId, draft: Draft): void {
    const known = this.of(chatId)
    if (draft.text === known.text && draft.replyTo?.id === known.replyTo?.id) return
    this.heard(chatId, draft)
    this.#options.store.write({ drafts: [[chatId, draft]] }, 'soon').catch(() => undefined)
    this.#options.tabs.post({ type: 'draft', chatId, draft })
  }

  /** Another tab wrote. */
  heard(chatId: ChatId, draft: Draft): void {
    if (isEmptyDraft(draft)) this.#drafts.delete(chatId)
    else this.#drafts.set(chatId, draft)
    this.#options.onChange(chatId)
  }

  clear(): void {
    this.#drafts.clear()
  }
}
