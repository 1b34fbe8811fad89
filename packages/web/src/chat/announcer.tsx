import type { Timeline } from '@parley/sdk/api'
import { useEffect, useState } from 'react'
import { useClient } from '../client'
import { useT } from '../i18n'
import { userName } from '../people/chat-name'
import { Said, useNewest } from '../ui/said'
import { announceIncoming } from './announce-incoming'
import { messageWords } from './rows/message-words'
import { isUnreadFor } from './timeline-items'

/** Says what comes in while the chat is open: a live region apart from the rows, which come and go while scrolling. */
export const Announcer = ({ timeline }: { readonly timeline: Timeline }) => {
  const client = useClient()
  const t = useT()
  const [said, setSaid] = useState('')
  const words = useNewest(t)

  useEffect(
    () =>
      announceIncoming({
        timeline,
        isIncoming: (row) => isUnreadFor(row, client.state.get().me?.id),
        heardOf: (row) => ({
          name: userName(client.state.get(), row.senderId, words.current),
          text: messageWords(row, { t: words.current, state: client.state.get() }),
        }),
        say: (announcement) => {
          const { kind } = announcement
          if (kind === 'one') setSaid(words.current('announceOne', announcement))
          else if (kind === 'many-from') setSaid(words.current('announceFrom', announcement))
          else setSaid(words.current('announceMany', announcement))
        },
      }),
    [client, timeline, words],
  )

  return <Said text={said} data-testid="announcer" />
}
