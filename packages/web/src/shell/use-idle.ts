import { limits } from '@parley/protocol/limits'
import { useEffect } from 'react'
import { useClient } from '../lib/client'
import { watchIdle } from './watch-idle'

/** Reports when the user becomes idle on this page, and when they return. */
export const useIdle = (): void => {
  const client = useClient()
  useEffect(() => watchIdle(window, limits.idleAfterMs, (idle) => client.setIdle(idle)), [client])
}
