import type { Params, Result } from '@parley/protocol'
import { callHttp } from '@parley/sdk/http'
import { useCallback, useEffect, useState } from 'react'

type Policy = Result<'accounts.policy'>

export interface PolicyAnswer {
  readonly policy?: Policy
  readonly failure?: unknown
  readonly retry: () => void
}

/** What a stranger must know before registering; nothing while it is asked for. */
export const usePolicy = ({ invite, reset, setup }: Params<'accounts.policy'>): PolicyAnswer => {
  const [answer, setAnswer] = useState<{ policy?: Policy; failure?: unknown }>({})
  const ask = useCallback(async () => {
    const codes = {
      ...(invite !== undefined && { invite }),
      ...(reset !== undefined && { reset }),
      ...(setup !== undefined && { setup }),
    }
    try {
      setAnswer({ policy: await callHttp('', 'accounts.policy', codes) })
    } catch (failure) {
      setAnswer({ failure })
    }
  }, [invite, reset, setup])
  useEffect(() => {
    void ask()
  }, [ask])
  return { ...answer, retry: () => void ask() }
}
