/** Runs something soon; what is given in one turn runs together, in its order. */
export type Later = (run: () => void) => void

/** A page that is hidden has no frames; then this many milliseconds stand for one. */
const hiddenFrameMs = 200

/** The next frame, or what stands for it. */
const nextFrame: Later = (run) => {
  const once = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    run()
  }
  const frame = requestAnimationFrame(once)
  const timer = setTimeout(once, hiddenFrameMs)
}

/**
 * At most one turn for each frame that the browser paints: the first at once, after the code that runs now; whatever else
 * comes before the frame together with the next one. So a flood of changes costs one look at all of them, and a single
 * change waits for nothing.
 */
export const frameTurns = (
  frame: Later = nextFrame,
  report: (fault: unknown) => void = (fault) => reportError(fault),
): Later => {
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
        // The fault of one listener: the others hear of the change all the same.
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
