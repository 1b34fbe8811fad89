import type { ChatDelta } from '@parley/protocol'

/** An application's view of one chat. It follows the held data. */
export interface Screen {
  /** Something held of the chat changed; `delta` is undefined when it changed in another way. */
  changed(delta: ChatDelta | undefined): void
  /** Own reactions changed. */
  reacted(): void
  /** Everything held was dropped: the rows belong to another database. */
  reset(): void
  /** There is a connection again. */
  onLive(): void
}
