/** A retraction can be undone for this long. The client sends it only afterwards. */
export const undoMs = 5_000
/** Allows for the time until the request reaches the server, before the server's window ends. */
const onTheWayMs = 3_000

interface UndoWindow {
  /** When the server stops allowing it, which may leave no time to undo. */
  readonly untilMs: number
  /** Offers to undo. Returns a function that withdraws the offer. */
  readonly offer: (undo: () => void) => () => void
  /** Runs the action. Called once, unless undone. */
  readonly run: () => void
  readonly undone: () => void
  /** Emits `pagehide` when the page closes. */
  readonly page: EventTarget
}

/**
 * Runs an action when it can no longer be undone: after a moment, or when the page closes. Runs it at once if the
 * server's window ends soon.
 */
export const runWithUndo = ({ untilMs, offer, run, undone, page }: UndoWindow): void => {
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
