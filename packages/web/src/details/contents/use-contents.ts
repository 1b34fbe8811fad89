import type { ChatId, ContentKind } from '@parley/protocol'
import type { Contents, ContentsState } from '@parley/sdk/api'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useClient } from '../../lib/client'
import { openWhenLoaded } from '../../lib/open-when-loaded'

const unsubscribed = () => () => undefined
const coming: ContentsState = { rows: [], more: true, loading: true }

/** One kind of a chat's contents, as far as it is loaded. */
export const useContents = (
  chatId: ChatId,
  kind: ContentKind,
): { readonly state: ContentsState; readonly loadMore: () => void } => {
  const client = useClient()
  const [contents, setContents] = useState<Contents>()
  useEffect(() => {
    return openWhenLoaded(() => client.contents(chatId, kind), setContents)
  }, [client, chatId, kind])
  const state = useSyncExternalStore(contents?.state.subscribe ?? unsubscribed, () => contents?.state.get() ?? coming)
  return { state, loadMore: () => void contents?.loadMore() }
}
