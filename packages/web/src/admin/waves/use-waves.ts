import type { Wave } from '@parley/protocol'
import { useCallback, useEffect, useState } from 'react'
import { useClient } from '../../lib/client'

const busyMs = 1_000
const idleMs = 10_000
/** Older cleanups are in the audit log. */
const shownMs = 24 * 3_600_000

const isBusy = ({ state }: Wave) => state === 'cleaning' || state === 'undoing'
const canChange = (wave: Wave) => isBusy(wave) || wave.state === 'cleaned'

/** The cleanups of the last day. While one is under way, they are fetched each second. */
export const useWaves = () => {
  const client = useClient()
  const [waves, setWaves] = useState<readonly Wave[]>([])
  const load = useCallback(async () => {
    const fetched = await client.call('admin.waves', {}).catch(() => undefined)
    // A new list, also after a failure, so that the next fetch follows.
    setWaves((before) =>
      fetched ? fetched.waves.filter(({ createdAt }) => Date.now() - createdAt < shownMs) : [...before],
    )
  }, [client])
  useEffect(() => {
    void load()
  }, [load])
  useEffect(() => {
    if (!waves.some(canChange)) return
    const timer = setTimeout(() => void load(), waves.some(isBusy) ? busyMs : idleMs)
    return () => clearTimeout(timer)
  }, [waves, load])
  return { waves, load }
}
