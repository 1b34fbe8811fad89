import { limits } from '@parley/protocol/limits'
import { useEffect } from 'react'
import { client } from '../client'
import { watchIdle } from './watch-idle'

/** Tells when nobody has been at this page for a while, and when somebody is back. */
export const useIdle = (): void => {
  useEffect(() => watchIdle(window, limits.idleAfterMs, (idle) => client.setIdle(idle)), [])
}
