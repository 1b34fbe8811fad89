import type { Timeline } from '@parley/sdk/api'
import { useEffect, useState } from 'react'
import { useClient } from '../client'
import { useT } from '../i18n'
import { userName } from '../people/chat-name'
import { Said, useNewest } from '../ui/said'
import { announceEveryMs, announcementOf, type Heard } from './announcements'
import { messageWords } from './rows/message-words'
import { isUnreadFor } from './timeline-items'

/** Says what comes in while the chat is open: a live region apart from the rows, which come and go while scrolling. */
export const Announcer = ({ timeline }: { readonly timeline: Timeline }) => {
  const client = useClient()
  const t = useT()
  const [said, setSaid] = useState('')
  const words = useNewest(t)

  useEffect(() => {
    let lastSeq = timeline.state.get().rows.findLast(({ seq }) => seq !== undefined)?.seq ?? 0
    let heard: Heard[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const say = () => {
      timer = undefined
      const announcement = announcementOf(heard)
      heard = []
      if (!announcement) return
      const { kind } = announcement
      if (kind === 'one') setSaid(words.current('announceOne', announcement))
      else if (kind === 'many-from') setSaid(words.current('announceFrom', announcement))
      else setSaid(words.current('announceMany', announcement))
      timer = setTimeout(say, announceEveryMs)
    }
    const listen = () => {
      const { rows, atEnd } = timeline.state.get()
      const state = client.state.get()
      const fresh = rows.filter((row) => (row.seq ?? 0) > lastSeq)
      lastSeq = fresh.at(-1)?.seq ?? lastSeq
      if (!atEnd) return
      const incoming = fresh.filter((row) => isUnreadFor(row, state.me?.id))
      heard.push(
        ...incoming.map((row) => ({
          name: userName(state, row.senderId, words.current),
          text: messageWords(row, words.current),
        })),
      )
      if (heard.length > 0) timer ??= setTimeout(say, announceEveryMs / 4)
    }
    const stop = timeline.state.subscribe(listen)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [client, timeline, words])

  return <Said text={said} data-testid="announcer" />
}
