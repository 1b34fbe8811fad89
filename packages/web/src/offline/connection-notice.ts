import { useEffect, useRef, useState } from 'react'
import { useSelector } from '../lib/client'
import { type ConnectionNotice, isRestored, isSettled, noticeOf } from './notice-of'

const quietMs = 1_000
const restoredMs = 1_500

/** The current notice about the connection. There is none in the first second of an interruption. */
export const useConnectionNotice = (): ConnectionNotice => {
  const connection = useSelector((state) => state.connection)
  const { phase, offline } = connection
  const [late, setLate] = useState(false)
  const [restored, setRestored] = useState(false)
  const wasOffline = useRef(false)
  const settled = isSettled(connection)

  useEffect(() => {
    if (settled) return setLate(false)
    const timer = setTimeout(() => setLate(true), quietMs)
    return () => clearTimeout(timer)
  }, [settled])
  useEffect(() => {
    if (offline) wasOffline.current = true
    if (!isRestored({ phase, offline }, wasOffline.current)) return setRestored(false)
    setRestored(true)
    const timer = setTimeout(() => {
      wasOffline.current = false
      setRestored(false)
    }, restoredMs)
    return () => clearTimeout(timer)
  }, [offline, phase])

  return noticeOf(connection, { late, restored })
}

/** Whether the server can't be reached, for longer than a short interruption. */
export const useServerUnreachable = (): boolean => {
  const live = useSelector((state) => state.connection.phase === 'live')
  const notice = useConnectionNotice()
  return !live && (notice === 'offline' || notice === 'connecting')
}
