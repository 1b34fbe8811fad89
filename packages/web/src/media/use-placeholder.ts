import { useEffect, useState } from 'react'
import { loadOrUndefined } from '../lib/load-with-retry'

let loaded: typeof import('./placeholder') | undefined

/** A placeholder for a picture before it loads. The code loads with the first one. */
export const usePlaceholder = (thumbhash: string | undefined): string | undefined => {
  const [, setReady] = useState(loaded !== undefined)
  useEffect(() => {
    if (loaded || thumbhash === undefined) return
    let wanted = true
    // Without it, the box is just empty.
    void loadOrUndefined(() => import('./placeholder')).then((module) => {
      loaded ??= module
      if (wanted && module) setReady(true)
    })
    return () => {
      wanted = false
    }
  }, [thumbhash])
  return thumbhash === undefined ? undefined : loaded?.placeholder(thumbhash)
}
