import type { ChatId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { useMemo } from 'react'
import { createStore } from 'zustand/vanilla'
import { type ChatLayout, RowContext, type RowSurroundings, useRowSurroundings } from '../../src/chat/rows/row-context'
import { createSelection } from '../../src/chat/selecting/selection'
import { timelineItems } from '../../src/chat/timeline-items'
import { FeedRow } from '../../src/chat/viewport/feed-row'
import { client } from '../client'
import { cardRows } from '../fixtures/cards'
import { chatId } from '../fixtures/ids'
import { mediaRows } from '../fixtures/media'
import { me } from '../fixtures/people'
import { feedRows, ofCards, ofMedia } from '../fixtures/timelines'

const useFixedSurroundings = (chat: ChatId, layout: ChatLayout): RowSurroundings => {
  const usual = useRowSurroundings()
  return useMemo(() => {
    const { quotes, reactions } = client.timeline(chat)
    const actions = { ...usual.actions, menu: createStore(() => ({ open: false })), selection: createSelection() }
    return { ...usual, layout, showPeople: true, me: me.id, quotes, reactions, actions }
  }, [usual, chat, layout])
}

/** Messages of every kind in every state, as bubbles or flat rows. */
export const Feed = ({ layout }: { readonly layout: ChatLayout }) => (
  <Rows chat={chatId(10)} rows={feedRows(chatId(10))} layout={layout} dividerAfterSeq={10} />
)

/** Places and people, as bubbles and flat rows. */
export const Cards = () => (
  <>
    <Rows chat={ofCards} rows={cardRows(ofCards)} layout="bubbles" />
    <Rows chat={ofCards} rows={cardRows(ofCards).slice(1, 7)} layout="flat" />
  </>
)

/** Videos, albums and files, as bubbles and flat rows. */
export const MediaRows = () => (
  <>
    <Rows chat={ofMedia} rows={mediaRows(ofMedia)} layout="bubbles" />
    <Rows chat={ofMedia} rows={mediaRows(ofMedia).slice(3, 7)} layout="flat" />
  </>
)

interface RowsProps {
  /** A chat that is not in the list. */
  readonly chat: ChatId
  readonly rows: readonly TimelineMessage[]
  readonly layout: ChatLayout
  readonly dividerAfterSeq?: number
}

const Rows = ({ chat, rows, layout, dividerAfterSeq }: RowsProps) => {
  const surroundings = useFixedSurroundings(chat, layout)
  const items = timelineItems({ rows, atStart: true, me: me.id, dividerAfterSeq })
  return (
    <RowContext value={surroundings}>
      <div data-layout={layout} className={`chat-stage ${layout === 'flat' ? 'bg-surface' : 'bg-chat-bg'}`}>
        {items.map((item, index) => (
          <FeedRow key={item.key} item={item} index={index} active={false} measure={() => undefined} />
        ))}
      </div>
    </RowContext>
  )
}
