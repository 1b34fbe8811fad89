import type { MediaId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { useRef, useState } from 'react'
import { useClient } from '../../client'
import { useLocalFile } from '../local-files'
import { shownBy } from '../shown-by'
import { useMedia } from '../use-media'

/** An address that fails so soon after it came is not too old: the file itself can't be shown. */
const freshMs = 10_000

interface SteadyUrl {
  readonly url: string | undefined
  /** The address did not work; false when another one is looked for. */
  readonly failed: () => boolean
}

/** The address of a file, the same one as long as it works: another one would start what plays anew. */
export const useSteadyUrl = (message: TimelineMessage, id: MediaId | undefined): SteadyUrl => {
  const client = useClient()
  const local = useLocalFile(message, id)
  const source = useMedia(local || message.seq === undefined ? undefined : id, shownBy(message))
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
