import type { Client } from '@parley/sdk/api'
import { useMemo } from 'react'
import { type T, useT } from '../i18n'
import { useClient } from '../lib/client'

/** The needs of an action outside of components: the client, and the texts of its toasts. */
export interface ActionContext {
  readonly t: T
  readonly client: Client
}

export const useActionContext = (): ActionContext => {
  const t = useT()
  const client = useClient()
  return useMemo(() => ({ t, client }), [t, client])
}
