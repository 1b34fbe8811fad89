import type { MediaId } from '@parley/protocol'
import type { Timeline, TimelineMessage } from '@parley/sdk/api'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useClient } from '../../client'
import { isPicture, type PictureMessage } from '../picture-message'

export type Way = 'before' | 'after'

interface Walk {
  /** Undefined when it was taken back meanwhile. */
  readonly current: PictureMessage | undefined
  readonly canGo: Readonly<Record<Way, boolean>>
  /** Those beside it, as far as they are known. */
  readonly beside: Readonly<Record<Way, MediaId | undefined>>
  readonly busy: boolean
  readonly go: (way: Way) => void
}

const neighbour = (rows: readonly TimelineMessage[], seq: number, way: Way): PictureMessage | undefined => {
  const pictures = rows.filter(isPicture)
  return way === 'before' ? pictures.findLast((row) => row.seq < seq) : pictures.find((row) => row.seq > seq)
}

const unsubscribed = () => () => undefined

/** Walks through the pictures of a chat, over a window of its history of its own, which loads on as far as there is more. */
export const useWalk = (first: PictureMessage): Walk => {
  const client = useClient()
  const [timeline, setTimeline] = useState<Timeline>()
  const [at, setAt] = useState(first)
  const [busy, setBusy] = useState(false)
  const going = useRef(false)
  useEffect(() => {
    const opened = client.timeline(first.chatId)
    setTimeline(opened)
    void opened.show({ seq: first.seq })
    return () => opened.close()
  }, [client, first.chatId, first.seq])
  const state = useSyncExternalStore(timeline?.state.subscribe ?? unsubscribed, () => timeline?.state.get())
  const rows = state?.rows ?? [first]
  const held = rows.find((row) => row.id === at.id)
  const current = held === undefined ? at : isPicture(held) ? held : undefined

  const go = async (way: Way) => {
    if (!timeline || going.current) return
    going.current = true
    setBusy(true)
    try {
      for (;;) {
        const { rows: known, atStart, atEnd, error } = timeline.state.get()
        const next = neighbour(known, at.seq, way)
        if (next) setAt(next)
        if (next || error !== undefined || (way === 'before' ? atStart : atEnd)) return
        await (way === 'before' ? timeline.loadBefore() : timeline.loadAfter())
      }
    } finally {
      going.current = false
      setBusy(false)
    }
  }
  const beside = {
    before: neighbour(rows, at.seq, 'before')?.body.mediaId,
    after: neighbour(rows, at.seq, 'after')?.body.mediaId,
  }
  const canGo = {
    before: beside.before !== undefined || state?.atStart === false,
    after: beside.after !== undefined || state?.atEnd === false,
  }
  return { current, canGo, beside, busy, go: (way) => void go(way) }
}
