import { useEffect, useRef, useState } from 'react'
import { useSelector } from '../client'

/** What people are told about the connection. Short breaks are nobody's concern. */
export type ConnectionNotice = 'none' | 'connecting' | 'updating' | 'offline' | 'restored'

const quietMs = 1_000
const restoredMs = 1_500

/** What to tell now: nothing in the first second of a break. */
export const useConnectionNotice = (): ConnectionNotice => {
  const { phase, offline } = useSelector((state) => state.connection)
  const [late, setLate] = useState(false)
  const [restored, setRestored] = useState(false)
  const wasOffline = useRef(false)
  const well = phase === 'live' || phase === 'ended' || phase === 'idle'

  useEffect(() => {
    if (well) return setLate(false)
    const timer = setTimeout(() => setLate(true), quietMs)
    return () => clearTimeout(timer)
  }, [well])
  useEffect(() => {
    if (offline) wasOffline.current = true
    if (offline || phase !== 'live' || !wasOffline.current) return setRestored(false)
    setRestored(true)
    const timer = setTimeout(() => {
      wasOffline.current = false
      setRestored(false)
    }, restoredMs)
    return () => clearTimeout(timer)
  }, [offline, phase])

  if (offline) return 'offline'
  if (restored) return 'restored'
  if (!late) return 'none'
  return phase === 'syncing' ? 'updating' : 'connecting'
}
