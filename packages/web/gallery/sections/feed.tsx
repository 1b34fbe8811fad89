import { useMemo } from 'react'
import { createStore } from 'zustand/vanilla'
import { type ChatLayout, RowContext, type RowSurroundings, useRowSurroundings } from '../../src/chat/rows/row-context'
import { createSelection } from '../../src/chat/selecting/selection'
import { timelineItems } from '../../src/chat/timeline-items'
import { FeedRow } from '../../src/chat/viewport/feed-row'
import { client } from '../client'
import { chatId } from '../fixtures/ids'
import { me } from '../fixtures/people'
import { feedRows } from '../fixtures/timelines'

/** A group that is not in the list. */
const chat = chatId(10)

const useFixedSurroundings = (layout: ChatLayout): RowSurroundings => {
  const usual = useRowSurroundings()
  return useMemo(() => {
    const { quotes, reactions } = client.timeline(chat)
    const actions = { ...usual.actions, menu: createStore(() => ({ open: false })), selection: createSelection() }
    return { ...usual, layout, showPeople: true, me: me.id, quotes, reactions, actions }
  }, [usual, layout])
}

/** Messages of every kind in every state, as bubbles or flat rows. */
export const Feed = ({ layout }: { readonly layout: ChatLayout }) => {
  const surroundings = useFixedSurroundings(layout)
  const rows = feedRows(chat)
  const items = timelineItems({ rows, atStart: true, me: me.id, dividerAfterSeq: 10 })
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
