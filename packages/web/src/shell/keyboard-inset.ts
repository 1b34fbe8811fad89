import { useEffect } from 'react'

/** Smaller differences are browser bars, not keyboards. */
const keyboardMinPx = 60

/**
 * Keeps the page above an on-screen keyboard that covers it (iOS; elsewhere `interactive-widget` shrinks the page).
 * Nothing happens while somebody has zoomed in.
 */
export const useKeyboardInset = (): void => {
  useEffect(() => {
    const viewport = window.visualViewport
    if (!viewport) return
    const measure = () => {
      const covered = viewport.scale === 1 ? innerHeight - viewport.height - viewport.offsetTop : 0
      const inset = covered > keyboardMinPx ? Math.round(covered) : 0
      document.documentElement.style.setProperty('--keyboard-inset', `${inset}px`)
    }
    measure()
    viewport.addEventListener('resize', measure)
    viewport.addEventListener('scroll', measure)
    return () => {
      viewport.removeEventListener('resize', measure)
      viewport.removeEventListener('scroll', measure)
    }
  }, [])
}
