import type { ChatId, MessageId } from '@parley/protocol'
import type { UploadBytes } from './new-media'
import type { Draft, OutboxEntry } from './store'

/** Messages between a user's tabs; each tab receives the server's data by itself. */
export type TabMessage =
  /** Its bytes come with it where the tabs share no store. */
  | { readonly type: 'put'; readonly entry: OutboxEntry; readonly bytes?: readonly UploadBytes[] }
  | { readonly type: 'drop'; readonly chatId: ChatId; readonly id: MessageId }
  | { readonly type: 'draft'; readonly chatId: ChatId; readonly draft: Draft }
  | { readonly type: 'attached'; readonly chatId: ChatId; readonly count: number }
  | { readonly type: 'logout' }

/** The other tabs with the same local store. */
export interface Tabs {
  post(message: TabMessage): void
  listen(hear: (message: TabMessage) => void): void
  /** Resolves once this tab is the one that sends; never rejects. At once where the platform has no locks. */
  lead(): Promise<void>
  close(): void
}

/** For programs, and for stores with a single user. */
export const noTabs: Tabs = {
  post: () => undefined,
  listen: () => undefined,
  lead: async () => undefined,
  close: () => undefined,
}

/**
 * Tabs of one origin, by BroadcastChannel and, on secure origins, Web Locks. Without locks each tab sends what waits:
 * repeats are harmless.
 */
export const browserTabs = (name: string): Tabs => {
  if (typeof BroadcastChannel === 'undefined') return noTabs
  const channel = new BroadcastChannel(name)
  const end = new AbortController()
  return {
    post: (message) => channel.postMessage(message),
    listen(hear) {
      channel.onmessage = (event: MessageEvent<TabMessage>) => hear(event.data)
    },
    lead: () =>
      new Promise((resolve) => {
        if (typeof navigator === 'undefined' || navigator.locks === undefined) return resolve()
        const held = new Promise<void>((release) => end.signal.addEventListener('abort', () => release()))
        const request = navigator.locks.request(`${name}:outbox`, { signal: end.signal }, () => {
          resolve()
          return held
        })
        request.catch(() => undefined)
      }),
    close() {
      end.abort()
      channel.close()
    },
  }
}
