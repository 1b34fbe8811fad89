import type { ChatDelta } from '@parley/protocol'

/** What an application shows of one chat. It follows what is held. */
export interface Screen {
  /** Something held of the chat changed; `delta` is undefined when it changed in another way. */
  changed(delta: ChatDelta | undefined): void
  /** Own reactions changed. */
  reacted(): void
  /** Everything held was dropped: the rows belong to another database. */
  reset(): void
  /** There is a connection again. */
  live(): void
}
