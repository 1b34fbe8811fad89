import type { Timeline } from '@parley/sdk/api'
import { ReadTracker, type RowSpan, visibleSeqs } from '../read-tracker'
import type { Shown } from './shown'

const spansOf = ({ items, virtualizer }: Shown): RowSpan[] =>
  virtualizer.getVirtualItems().flatMap(({ index, start, end }) => {
    const item = items[index]
    return item && 'message' in item && item.message.seq !== undefined ? [{ seq: item.message.seq, start, end }] : []
  })

/** Whether the user may be looking: the page is visible and focused. */
const attending = (): boolean => document.visibilityState === 'visible' && document.hasFocus()

/** Moves the read cursor over messages that were visible long enough. */
export class ReadMarks {
  readonly #tracker = new ReadTracker()
  readonly #timeline: Timeline
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  /** Call after each movement, and when the focus or visibility of the page changed. */
  look(shown: Shown): void {
    clearTimeout(this.#timer)
    const { scrollTop, clientHeight } = shown.scroller
    const view = { start: scrollTop, end: scrollTop + clientHeight }
    const reading = this.#tracker.see(attending() ? visibleSeqs(spansOf(shown), view) : [], Date.now())
    if (reading.seq !== undefined) this.#timeline.markRead(reading.seq)
    if (reading.againInMs !== undefined) this.#timer = setTimeout(() => this.look(shown), reading.againInMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
