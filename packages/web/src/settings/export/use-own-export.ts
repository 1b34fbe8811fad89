import type { Result } from '@parley/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient, useSelector } from '../../lib/client'

export type OwnExport = Result<'accounts.exportState'>

/** While an export is being built, its progress is fetched this often. */
const pollMs = 2_000

/** How the export of the user's data stands. It is fetched with each connection, while it is being built, and when it becomes ready. */
export const useOwnExport = () => {
  const client = useClient()
  const live = useSelector((state) => state.connection.phase === 'live')
  const until = useSelector((state) => state.me?.exportUntil)
  const [own, setOwn] = useState<OwnExport>()
  const [failed, setFailed] = useState(false)
  const [count, setCount] = useState(0)
  const asked = useRef<string>(undefined)
  /** A later call makes the responses to earlier ones stale. */
  const load = useCallback(
    async (reason: string) => {
      asked.current = reason
      const found = await client.call('accounts.exportState', {}).catch(() => undefined)
      if (asked.current !== reason) return
      setFailed(found === undefined)
      if (found) setOwn(found)
    },
    [client],
  )
  useEffect(() => {
    if (live) void load(`${until} ${count}`)
  }, [load, live, until, count])
  const isBuilding = own?.state === 'building'
  useEffect(() => {
    if (!isBuilding) return
    const timer = setInterval(() => setCount((before) => before + 1), pollMs)
    return () => clearInterval(timer)
  }, [isBuilding])
  return { own, setOwn, failed: failed && own === undefined, retry: () => setCount((before) => before + 1) }
}
