import type { MediaId } from '@parley/protocol'
import type { MediaSource } from '@parley/sdk/api'
import { useMemo, useSyncExternalStore } from 'react'
import { useClient } from '../client'

const nothing = { get: () => undefined, subscribe: () => () => undefined }

/** Where a picture is; undefined while that is not known. */
export const useMedia = (id: MediaId | undefined): MediaSource | undefined => {
  const client = useClient()
  const source = useMemo(() => (id === undefined ? nothing : client.media(id)), [client, id])
  return useSyncExternalStore(source.subscribe, source.get)
}

/** The smallest size that fills `px` pixels of the layout on this screen. */
export const urlFor = (source: MediaSource, px: number): string | undefined => {
  const wanted = px * Math.min(devicePixelRatio || 1, 2)
  return (source.sizes.find(({ width }) => width >= wanted) ?? source.sizes.at(-1))?.url
}
