import type { MediaId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { useEffect, useState } from 'react'
import { useClient } from '../lib/client'

/** The local addresses of own files in this tab, so that sent files show without a download. */
const local = new Map<MediaId, string>()
const keptMax = 60

/** Keeps the bytes of a file available, until newer ones replace them. */
const keepLocal = (id: MediaId, bytes: Blob): string => {
  const known = local.get(id)
  if (known) return known
  const [oldest] = local
  if (local.size >= keptMax && oldest) {
    local.delete(oldest[0])
    URL.revokeObjectURL(oldest[1])
  }
  const url = URL.createObjectURL(bytes)
  local.set(id, url)
  return url
}

/** The local address of an upload in this tab. Looks up the bytes of a waiting one. */
export const useLocalFile = (
  { id, seq }: Pick<TimelineMessage, 'id' | 'seq'>,
  mediaId: MediaId | undefined,
): string | undefined => {
  const client = useClient()
  const [url, setUrl] = useState(() => mediaId && local.get(mediaId))
  const waits = seq === undefined && url === undefined
  useEffect(() => {
    if (!waits || !mediaId) return
    let wanted = true
    void client.waitingBytes(id, mediaId).then((bytes) => {
      if (wanted && bytes) setUrl(keepLocal(mediaId, bytes))
    })
    return () => {
      wanted = false
    }
  }, [client, id, mediaId, waits])
  return url
}
