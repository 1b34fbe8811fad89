import type { MediaId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { useRef, useState } from 'react'
import { useClient } from '../lib/client'
import { useLocalFile } from './local-files'
import { sourceMessage } from './source-message'
import { useMedia } from './use-media'

/** An address that fails within this time hasn't expired. The file itself can't be shown. */
const freshMs = 10_000

interface SteadyUrl {
  readonly url: string | undefined
  /** Call if the address failed. Returns false if the hook gets another address. */
  readonly failed: () => boolean
}

/** The address of a file. It stays the same as long as it works, since a new one would restart playback. */
export const useSteadyUrl = (message: TimelineMessage, id: MediaId | undefined): SteadyUrl => {
  const client = useClient()
  const local = useLocalFile(message, id)
  const source = useMedia(local || message.seq === undefined ? undefined : id, sourceMessage(message))
  const [first, setFirst] = useState<string>()
  const [broken, setBroken] = useState<string>()
  const since = useRef(performance.now())
  const found = local ?? source?.url
  if (found && (first === undefined || first === broken) && found !== first) setFirst(found)
  const failed = (): boolean => {
    if (id === undefined || broken !== undefined || performance.now() - since.current < freshMs) return true
    setBroken(first)
    client.mediaFailed(id)
    return false
  }
  return { url: first, failed }
}
