import type { ChatId } from '@parley/protocol'
import type { Connection } from '../connection/connection'
import type { Replica } from '../sync/replica'

export interface MembersOptions {
  readonly connection: Connection
  readonly replica: Replica
  /** The members of a chat that is open came. */
  readonly onLoaded: (chatId: ChatId) => void
}

/** Fetches the members of open groups: snapshots leave them out (DL18). */
export class Members {
  /** How many screens show each chat. */
  readonly #open = new Map<ChatId, number>()
  readonly #asking = new Set<ChatId>()
  readonly #options: MembersOptions

  constructor(options: MembersOptions) {
    this.#options = options
  }

  open(chatId: ChatId): void {
    this.#open.set(chatId, (this.#open.get(chatId) ?? 0) + 1)
    void this.#fetch(chatId)
  }

  close(chatId: ChatId): void {
    const screens = (this.#open.get(chatId) ?? 0) - 1
    if (screens > 0) this.#open.set(chatId, screens)
    else this.#open.delete(chatId)
  }

  /** A new connection: repeats fetches that failed on the last one. */
  onLive(): void {
    for (const chatId of this.#open.keys()) void this.#fetch(chatId)
  }

  /** The data of a chat changed: a snapshot may have removed its members. */
  changed(chatId: ChatId): void {
    if (this.#open.has(chatId)) void this.#fetch(chatId)
  }

  async #fetch(chatId: ChatId): Promise<void> {
    const { connection, replica, onLoaded } = this.#options
    if (this.#asking.has(chatId) || connection.state.phase !== 'live' || !this.#isUnknown(chatId)) return
    this.#asking.add(chatId)
    try {
      const page = await connection.call('groups.members', { chatId })
      replica.addMembers(chatId, page)
    } catch {
      // Opening the chat again, or the next connection, repeats the fetch.
      return
    } finally {
      this.#asking.delete(chatId)
    }
    if (!this.#open.has(chatId)) return
    if (this.#isUnknown(chatId)) void this.#fetch(chatId)
    else onLoaded(chatId)
  }

  #isUnknown(chatId: ChatId): boolean {
    const { replica } = this.#options
    const held = replica.chats.get(chatId)
    if (held?.chat.kind !== 'group' || held.membersRev !== undefined || replica.me === undefined) return false
    return held.members.get(replica.me.id)?.leftSeq === undefined
  }
}
