import type { Contents, ContentsState, Timeline, TimelineState } from '@parley/sdk/api'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useClient } from '../lib/client'
import { openWhenLoaded } from '../lib/open-when-loaded'
import { type ViewedMessage, viewedIn } from '../media/viewed-message'
import { isGone, type PlaceInSequence, placeInSequence, sequenceRows } from './media-sequence'
import { neighbour, type Way } from './neighbour'

interface MediaSequence {
  /** Undefined if it was retracted or hidden meanwhile. */
  readonly current: ViewedMessage | undefined
  readonly canGo: Readonly<Record<Way, boolean>>
  /** Its neighbours, as far as they are known. */
  readonly beside: Readonly<Record<Way, ViewedMessage | undefined>>
  readonly busy: boolean
  readonly place: PlaceInSequence | undefined
  readonly go: (way: Way) => void
}

/** The first item and older ones come from the list of the chat's media. Newer ones come from its history. */
interface Sources {
  readonly older: Contents
  readonly newer: Timeline
}

interface Loaded {
  readonly older: ContentsState
  readonly newer: TimelineState
}

const useSources = ({ chatId, seq }: ViewedMessage): Sources | undefined => {
  const client = useClient()
  const [sources, setSources] = useState<Sources>()
  useEffect(() => {
    const newer = client.timeline(chatId)
    void newer.show({ seq })
    const close = openWhenLoaded(
      () => client.contents(chatId, 'media', seq),
      (older) => setSources({ older, newer }),
    )
    return () => {
      close()
      newer.close()
    }
  }, [client, chatId, seq])
  return sources
}

const unsubscribed = () => () => undefined

const useLoaded = (sources: Sources | undefined): Loaded | undefined => {
  const older = useSyncExternalStore(sources?.older.state.subscribe ?? unsubscribed, () => sources?.older.state.get())
  const newer = useSyncExternalStore(sources?.newer.state.subscribe ?? unsubscribed, () => sources?.newer.state.get())
  return older && newer && { older, newer }
}

/** Loads one more page on one side. Returns false at the end, or if that failed. */
const loadOn = async ({ older, newer }: Sources, way: Way): Promise<boolean> => {
  const { more } = older.state.get()
  const { atEnd, loading } = newer.state.get()
  if (way === 'before') {
    if (!more) return false
    await older.loadMore()
    return older.state.get().error === undefined
  }
  if (atEnd) return false
  if (loading)
    await new Promise<void>((resolve) => {
      const stop = newer.state.subscribe(() => {
        stop()
        resolve()
      })
    })
  else await newer.loadAfter()
  return newer.state.get().error === undefined
}

/** Steps through the pictures and videos of a chat, and loads more of them as needed. */
export const useMediaSequence = (first: ViewedMessage): MediaSequence => {
  const sources = useSources(first)
  const loaded = useLoaded(sources)
  const [at, setAt] = useState(first)
  const [busy, setBusy] = useState(false)
  const going = useRef(false)
  const rows = loaded ? sequenceRows(first, loaded) : []
  const held = rows.find((row) => row.id === at.id)
  const gone = !held && loaded !== undefined && isGone(at, rows, loaded.older)
  const current = held ? viewedIn(held).find(({ body }) => body.mediaId === at.body.mediaId) : gone ? undefined : at

  const go = async (way: Way) => {
    if (!sources || going.current) return
    going.current = true
    setBusy(true)
    try {
      for (;;) {
        const known = { older: sources.older.state.get(), newer: sources.newer.state.get() }
        const next = neighbour(sequenceRows(first, known), at, way)
        if (next) setAt(next)
        if (next || !(await loadOn(sources, way))) return
      }
    } finally {
      going.current = false
      setBusy(false)
    }
  }
  const beside = { before: neighbour(rows, at, 'before'), after: neighbour(rows, at, 'after') }
  const canGo = {
    before: beside.before !== undefined || loaded?.older.more === true,
    after: beside.after !== undefined || (loaded?.newer.atEnd === false && loaded.newer.loading !== 'initial'),
  }
  const complete = loaded !== undefined && !loaded.older.more && loaded.newer.atEnd
  const place = current && placeInSequence(current, rows, { complete })
  return { current, canGo, beside, busy, place, go: (way) => void go(way) }
}
