import type { Params, Result } from '@parley/protocol'
import { callHttp } from '@parley/sdk/http'
import { useCallback, useEffect, useState } from 'react'
import { createStore } from 'zustand/vanilla'
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
/**
 * How often a visible page asks whether an administrator changed registration. A connection for each visitor would cost more.
 * A form that is sent in between is refused, and then follows the mode.
 */
const lookMs = 10_000
/** The shortest wait for a change by the clock, for devices whose clock is fast. */
const soonestMs = 1_000

/**
 * The information that registration needs. Undefined while it loads. Without a code, it stays current. It is fetched again
 * when a person returns to the page, when registration opens or closes, and now and then.
 */
export const usePolicy = ({ invite, reset, setup }: Params<'accounts.policy'>): PolicyAnswer => {
  const [answer, setAnswer] = useState<{ policy?: Policy; failure?: unknown }>({})
  const ask = useCallback(
    async (onFailure: (failure: unknown) => void) => {
      const codes = {
        ...(invite !== undefined && { invite }),
        ...(reset !== undefined && { reset }),
        ...(setup !== undefined && { setup }),
      }
      try {
        const policy = await callHttp('', 'accounts.policy', codes)
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
    const looking = setInterval(() => document.visibilityState === 'visible' && renew(), lookMs)
    return () => {
      stop()
      clearInterval(looking)
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
