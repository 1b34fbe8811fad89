import type { Params, Result } from '@parley/protocol'
import { callHttp } from '@parley/sdk/http'
import { useCallback, useEffect, useState } from 'react'
import { createStore } from 'zustand/vanilla'

type Policy = Result<'accounts.policy'>

/** The name of this server, set by an administrator. */
export const serverNameStore = createStore<{ readonly name: string | undefined }>(() => ({ name: undefined }))

export interface PolicyAnswer {
  readonly policy?: Policy
  readonly failure?: unknown
  readonly retry: () => void
}

/** The information that registration needs. Undefined while it loads. */
export const usePolicy = ({ invite, reset, setup }: Params<'accounts.policy'>): PolicyAnswer => {
  const [answer, setAnswer] = useState<{ policy?: Policy; failure?: unknown }>({})
  const ask = useCallback(async () => {
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
      setAnswer({ failure })
    }
  }, [invite, reset, setup])
  useEffect(() => {
    void ask()
  }, [ask])
  return { ...answer, retry: () => void ask() }
}
