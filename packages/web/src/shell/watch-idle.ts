/** What shows that somebody is there; a page that is only looked at shows nothing. */
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const

/**
 * Tells when nobody has been at a page for a while, and with each sign of somebody that they are back.
 * @param page hears what people do
 * @returns the way to stop
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
