import type { MediaId } from '@parley/protocol'
import type { MediaSource, ShownBy } from '@parley/sdk/api'
import { useMemo, useSyncExternalStore } from 'react'
import { useClient } from '../lib/client'

const nothing = { get: () => undefined, subscribe: () => () => undefined }

/**
 * The addresses of an upload. Undefined while they are unknown.
 * @param shownBy the message that shows it, left out for avatars
 */
export const useMedia = (id: MediaId | undefined, shownBy?: ShownBy): MediaSource | undefined => {
  const client = useClient()
  const { chatId, messageId } = shownBy ?? {}
  const source = useMemo(() => {
    if (id === undefined) return nothing
    return client.media(id, chatId && messageId && { chatId, messageId })
  }, [client, id, chatId, messageId])
  return useSyncExternalStore(source.subscribe, source.get)
}

/** The smallest size that fills `px` pixels of the layout on this screen. */
export const urlFor = (source: MediaSource, px: number): string | undefined => {
  const wanted = px * Math.min(devicePixelRatio || 1, 2)
  return (source.sizes.find(({ width }) => width >= wanted) ?? source.sizes.at(-1))?.url
}
