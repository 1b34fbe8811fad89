import type { ChatId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import type { ChatLayout } from '../../src/chat/pane-contexts'
import { timelineItems } from '../../src/chat/timeline-items'
import { FeedRow } from '../../src/chat/viewport/feed-row'
import { cardRows } from '../fixtures/cards'
import { formattedRows } from '../fixtures/formatted'
import { chatId } from '../fixtures/ids'
import { mediaRows } from '../fixtures/media'
import { me } from '../fixtures/people'
import { feedRows, ofCards, ofFormatted, ofMedia } from '../fixtures/timelines'
import { FixedPane } from '../pane'

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

/** Formatted texts, as bubbles and flat rows. */
export const FormattedRows = () => (
  <>
    <Rows chat={ofFormatted} rows={formattedRows(ofFormatted)} layout="bubbles" />
    <Rows chat={ofFormatted} rows={formattedRows(ofFormatted).slice(0, 2)} layout="flat" />
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
  const items = timelineItems({ rows, atStart: true, me: me.id, dividerAfterSeq })
  return (
    <FixedPane chatId={chat} layout={layout}>
      <div data-layout={layout} className={`chat-stage ${layout === 'flat' ? 'bg-surface' : 'bg-chat-bg'}`}>
        {items.map((item, index) => (
          <FeedRow key={item.key} item={item} index={index} active={false} measure={() => undefined} />
        ))}
      </div>
    </FixedPane>
  )
}
