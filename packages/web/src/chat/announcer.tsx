import type { Timeline } from '@parley/sdk/api'
import { useEffect, useState } from 'react'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { userName } from '../people/chat-name'
import { LiveRegion } from '../ui/live-region'
import { useNewest } from '../ui/use-newest'
import { announceIncoming } from './announce-incoming'
import { messagePlainText } from './rows/message-plain-text'
import { isUnreadFor } from './timeline-items'

/**
 * Announces new messages while the chat is open. The live region is separate from the rows, since scrolling removes
 * rows.
 */
export const Announcer = ({ timeline }: { readonly timeline: Timeline }) => {
  const client = useClient()
  const t = useT()
  const [announced, setAnnounced] = useState('')
  const words = useNewest(t)

  useEffect(
    () =>
      announceIncoming({
        timeline,
        isIncoming: (row) => isUnreadFor(row, client.state.get().me?.id),
        incomingOf: (row) => ({
          name: userName(client.state.get(), row.senderId, words.current),
          text: messagePlainText(row, { t: words.current, state: client.state.get() }),
        }),
        announce: (announcement) => {
          const { kind } = announcement
          if (kind === 'one') setAnnounced(words.current('announceOne', announcement))
          else if (kind === 'many-from') setAnnounced(words.current('announceFrom', announcement))
          else setAnnounced(words.current('announceMany', announcement))
        },
      }),
    [client, timeline, words],
  )

  return <LiveRegion text={announced} data-testid="announcer" />
}
