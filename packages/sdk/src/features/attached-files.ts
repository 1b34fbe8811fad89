import type { ChatId } from '@parley/protocol'
import type { AttachedFile } from '../store/new-media'
import type { LocalStore, StoreContents } from '../store/store'
import type { Tabs } from '../store/tabs'

export interface AttachedFilesOptions {
  readonly store: LocalStore
  readonly tabs: Tabs
  readonly onChange: (chatId: ChatId) => void
}

/** Files that wait beside composers: they are kept in the local store, and counted here. */
export class AttachedFiles {
  readonly #counts = new Map<ChatId, number>()
  readonly #options: AttachedFilesOptions

  constructor(options: AttachedFilesOptions) {
    this.#options = options
  }

  load(counts: StoreContents['attached']): void {
    for (const [chatId, count] of counts) this.#counts.set(chatId, count)
  }

  countOf(chatId: ChatId): number {
    return this.#counts.get(chatId) ?? 0
  }

  /** Keeps what waits beside the composer of a chat. */
  save(chatId: ChatId, files: readonly AttachedFile[]): Promise<void> {
    this.received(chatId, files.length)
    this.#options.tabs.post({ type: 'attached', chatId, count: files.length })
    return this.#options.store.write({ attached: [[chatId, files]] }, 'now')
  }

  /** Another tab attached files, sent them or took them away. */
  received(chatId: ChatId, count: number): void {
    if (count === this.countOf(chatId)) return
    if (count === 0) this.#counts.delete(chatId)
    else this.#counts.set(chatId, count)
    this.#options.onChange(chatId)
  }

  /** Another person signed in. */
  clear(): void {
    this.#counts.clear()
  }
}
