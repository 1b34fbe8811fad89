import { limits } from '@parley/protocol/limits'
import { useEffect } from 'react'
import { client } from '../client'

/** What shows that somebody is there; a page that is only looked at shows nothing. */
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const

/** Tells when nobody has been at this page for a while, and when somebody is back. */
export const useIdle = (): void => {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const wait = () => {
      clearTimeout(timer)
      timer = setTimeout(() => client.setIdle(true), limits.idleAfterMs)
    }
    const noticed = () => {
      client.setIdle(false)
      wait()
    }
    wait()
    for (const sign of signs) addEventListener(sign, noticed, { passive: true, capture: true })
    return () => {
      clearTimeout(timer)
      for (const sign of signs) removeEventListener(sign, noticed, { capture: true })
    }
  }, [])
}
