/** The events that show activity. Just looking at a page emits none. */
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const

/**
 * Reports when a page has had no input for a while, and each later input that shows the user's return.
 * @param page receives the user's input events
 * @returns a function that stops it
 */
export const watchIdle = (page: EventTarget, idleAfterMs: number, tell: (idle: boolean) => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(() => tell(true), idleAfterMs)
  }
  const noticed = () => {
    tell(false)
    wait()
  }
  wait()
  for (const sign of signs) page.addEventListener(sign, noticed, { passive: true, capture: true })
  return () => {
    clearTimeout(timer)
    for (const sign of signs) page.removeEventListener(sign, noticed, { capture: true })
  }
}
