import type { ChatId } from '@parley/protocol'
import type { LocalStore } from './store/store'
import type { Tabs } from './tabs'

export interface DraftsOptions {
  readonly store: LocalStore
  readonly tabs: Tabs
  readonly onChange: (chatId: ChatId) => void
}

/** Unsent texts of composers on this device. */
export class Drafts {
  readonly #texts = new Map<ChatId, string>()
  readonly #options: DraftsOptions

  constructor(options: DraftsOptions) {
    this.#options = options
  }

  load(drafts: readonly (readonly [ChatId, string])[]): void {
    for (const [chatId, text] of drafts) this.#texts.set(chatId, text)
  }

  of(chatId: ChatId): string {
    return this.#texts.get(chatId) ?? ''
  }

  set(chatId: ChatId, text: string): void {
    if (text === this.of(chatId)) return
    this.heard(chatId, text)
    this.#options.store.write({ drafts: [[chatId, text]] }, 'soon').catch(() => undefined)
    this.#options.tabs.post({ type: 'draft', chatId, text })
  }

  /** Another tab wrote. */
  heard(chatId: ChatId, text: string): void {
    if (text === '') this.#texts.delete(chatId)
    else this.#texts.set(chatId, text)
    this.#options.onChange(chatId)
  }

  clear(): void {
    this.#texts.clear()
  }
}
