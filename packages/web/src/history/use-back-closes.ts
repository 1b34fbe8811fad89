import { useEffect, useRef } from 'react'
import { layers } from './navigate'

/** While `open`, Back closes this instead of leaving the page. */
export const useBackCloses = (open: boolean, close: () => void): void => {
  const latest = useRef(close)
  useEffect(() => {
    latest.current = close
  })
  useEffect(() => (open ? layers.add({ close: () => latest.current() }) : undefined), [open])
}
