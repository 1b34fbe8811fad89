import type { Params, Result } from '@parley/protocol'
import { callHttp } from '@parley/sdk/http'
import { useCallback, useEffect, useRef, useState } from 'react'
import { createStore } from 'zustand/vanilla'
import { loadWithRetry } from '../lib/load-with-retry'
import { onReturn } from './on-return'

type Policy = Result<'accounts.policy'>

/** The name of this server, set by an administrator. */
export const serverNameStore = createStore<{ readonly name: string | undefined }>(() => ({ name: undefined }))

export interface PolicyAnswer {
  readonly policy?: Policy
  readonly failure?: unknown
  readonly retry: () => void
}

/** Timers can't wait longer. */
const timerMaxMs = 2 ** 31 - 1
/** The shortest wait for a change by the clock, for devices whose clock is fast. */
const soonestMs = 1_000

/**
 * The information that registration needs. Undefined while it loads. Without a code, it stays current. It is fetched again
 * when a person returns to the page, when registration opens or closes, and when an administrator changes it.
 */
export const usePolicy = ({ invite, reset, setup }: Params<'accounts.policy'>): PolicyAnswer => {
  const [answer, setAnswer] = useState<{ policy?: Policy; failure?: unknown }>({})
  const turns = useRef({ asked: 0, shown: 0 })
  const ask = useCallback(
    async (onFailure: (failure: unknown) => void) => {
      const codes = {
        ...(invite !== undefined && { invite }),
        ...(reset !== undefined && { reset }),
        ...(setup !== undefined && { setup }),
      }
      turns.current.asked += 1
      const turn = turns.current.asked
      try {
        const policy = await callHttp('', 'accounts.policy', codes)
        // The response to a later request came first, and is newer.
        if (turn < turns.current.shown) return
        turns.current.shown = turn
        serverNameStore.setState({ name: policy.serverName })
        setAnswer({ policy })
      } catch (failure) {
        onFailure(failure)
      }
    },
    [invite, reset, setup],
  )
  const retry = useCallback(() => void ask((failure) => setAnswer({ failure })), [ask])
  // A page that has the information keeps it when a later call fails.
  const renew = useCallback(() => void ask(() => undefined), [ask])
  // Each call with a wrong code counts as a guess.
  const hasCode = (invite ?? reset ?? setup) !== undefined
  const { opensAt, closesAt } = answer.policy ?? {}
  const changesAt = opensAt ?? closesAt
  useEffect(retry, [retry])
  useEffect(() => {
    if (hasCode) return
    const stop = onReturn(renew)
    const stopping = new AbortController()
    void loadWithRetry(() => import('./policy-changes')).then(({ followPolicy }) =>
      followPolicy(renew, stopping.signal),
    )
    return () => {
      stop()
      stopping.abort()
    }
  }, [hasCode, renew])
  useEffect(() => {
    if (hasCode || changesAt === undefined) return
    const waitMs = Math.min(timerMaxMs, Math.max(soonestMs, changesAt - Date.now()))
    const timer = setTimeout(renew, waitMs)
    return () => clearTimeout(timer)
  }, [hasCode, changesAt, renew])
  return { ...answer, retry }
}
