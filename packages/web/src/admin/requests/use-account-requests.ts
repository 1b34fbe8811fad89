import type { AccountRequest, AccountRequestId } from '@parley/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useT } from '../../i18n'
import { useClient, useSelector } from '../../lib/client'
import { toast } from '../../ui'
import { orToast } from '../../ui/problem'
import { latestOnly } from '../latest-only'
import { loadShown, type ShownRequests } from './shown-requests'

/** The requests for an account that wait. The list follows new requests, and answers of other administrators. */
export const useAccountRequests = () => {
  const t = useT()
  const client = useClient()
  const isLive = useSelector((state) => state.connection.phase === 'live')
  const [shown, setShown] = useState<ShownRequests>()
  const [ask] = useState(latestOnly)
  const rows = useRef(0)
  const load = useCallback(async () => {
    const next = await ask(() => orToast(t, loadShown(client, rows.current)))
    if (!next) return
    rows.current = next.requests.length
    setShown(next)
  }, [ask, client, t])
  // Events during a pause of the connection are lost.
  useEffect(() => {
    if (isLive) void load()
    return client.on('admin.requests', () => void load())
  }, [client, isLive, load])
  const answer = async (ids: readonly AccountRequestId[], approve: boolean): Promise<void> => {
    const result = await orToast(t, client.call('admin.answerRequests', { ids: [...ids], approve }))
    if (!result) return
    const { answered, gone } = result
    if (gone.length > 0) toast(t('requestsGone', { count: gone.length }))
    else toast(t(approve ? 'requestsApproved' : 'requestsDeclined', { count: answered.length }))
    await load()
  }
  const loadMore = () => {
    rows.current++
    void load()
  }
  return { shown, answer, loadMore }
}

/** The chosen requests that still wait, at most as many as one call answers. */
export const chosenOf = (
  requests: readonly AccountRequest[],
  chosen: ReadonlySet<AccountRequestId>,
): readonly AccountRequest[] => requests.filter(({ id }) => chosen.has(id))
