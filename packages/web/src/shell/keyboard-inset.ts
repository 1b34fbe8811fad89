import { useEffect } from 'react'
import { keyboardInsetPx } from './measures'

/**
 * Keeps the page above an on-screen keyboard that covers it (iOS; elsewhere `interactive-widget` shrinks the page).
 * Does nothing while the page is zoomed in.
 */
export const useKeyboardInset = (): void => {
  useEffect(() => {
    const viewport = window.visualViewport
    if (!viewport) return
    const measure = () => {
      const inset = keyboardInsetPx(viewport, innerHeight)
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
