import { useEffect, useState } from 'react'

const load = () => import('./placeholder')
let loaded: Awaited<ReturnType<typeof load>> | undefined

/** What a picture looks like before it is there; its code comes with the first one. */
export const usePlaceholder = (thumbhash: string | undefined): string | undefined => {
  const [, setReady] = useState(loaded !== undefined)
  useEffect(() => {
    if (loaded || thumbhash === undefined) return
    let wanted = true
    // Without it the box is a little emptier.
    load().then(
      (module) => {
        loaded = module
        if (wanted) setReady(true)
      },
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [thumbhash])
  return thumbhash === undefined ? undefined : loaded?.placeholder(thumbhash)
}
