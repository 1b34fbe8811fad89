import { useEffect, useState } from 'react'
import { useSelector } from '../lib/client'

/** Shorter interruptions are not shown. */
const shownAfterMs = 1_000

/** Whether the connection has been lost for a moment, so that the presence of others may be out of date. */
export const useDisconnected = (): boolean => {
  const apart = useSelector(({ connection: { phase } }) => phase !== 'live' && phase !== 'ended')
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (!apart) return setShown(false)
    const timer = setTimeout(() => setShown(true), shownAfterMs)
    return () => clearTimeout(timer)
  }, [apart])
  return shown
}
