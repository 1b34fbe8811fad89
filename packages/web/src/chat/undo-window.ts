/** Until then a retraction can be undone: nothing is told to the server. */
export const undoMs = 5_000
/** For the way to the server, before the time in which it allows this is over. */
const onTheWayMs = 3_000

interface UndoWindow {
  /** When the server stops allowing it; then there may be no time to undo. */
  readonly untilMs: number
  /** Offers to undo; returns the way to end the offer. */
  readonly offer: (undo: () => void) => () => void
  /** Does it: called once, unless it is undone. */
  readonly run: () => void
  readonly undone: () => void
  /** Tells when the page goes away (`pagehide`). */
  readonly page: EventTarget
}

/** Does something when it can no longer be undone: after a moment, when the page goes away, or at once where time presses. */
export const runUnlessUndone = ({ untilMs, offer, run, undone, page }: UndoWindow): void => {
  if (Date.now() + undoMs + onTheWayMs > untilMs) {
    run()
    return
  }
  const end = () => {
    clearTimeout(timer)
    page.removeEventListener('pagehide', now)
    endOffer()
  }
  const now = () => {
    end()
    run()
  }
  const timer = setTimeout(now, undoMs)
  page.addEventListener('pagehide', now)
  const endOffer = offer(() => {
    end()
    undone()
  })
}
