/** Runs something soon; what is given in one turn runs together, in its order. */
export type Scheduler = (run: () => void) => void

/** A page that is hidden has no frames; then this many milliseconds stand for one. */
const hiddenFrameMs = 200

/** The next frame, or what stands for it. */
const nextFrame: Scheduler = (run) => {
  const once = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    run()
  }
  const frame = requestAnimationFrame(once)
  const timer = setTimeout(once, hiddenFrameMs)
}

/**
 * At most one turn for each painted frame: the first at once, after the running code; later ones together before the
 * next frame. So a flood of changes costs one pass over all of them, and a single change waits for nothing.
 */
export const oncePerFrame = (
  frame: Scheduler = nextFrame,
  report: (fault: unknown) => void = (fault) => reportError(fault),
): Scheduler => {
  let waiting: (() => void)[] = []
  let turn: 'free' | 'soon' | 'had' = 'free'
  const flush = () => {
    const runs = waiting
    waiting = []
    turn = 'had'
    frame(framed)
    for (const run of runs)
      try {
        run()
      } catch (error) {
        // An error of one listener: the others still receive the change.
        report(error)
      }
  }
  const framed = () => {
    turn = 'free'
    if (waiting.length > 0) flush()
  }
  return (run) => {
    waiting.push(run)
    if (turn !== 'free') return
    turn = 'soon'
    queueMicrotask(flush)
  }
}
