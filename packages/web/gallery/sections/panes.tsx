import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { ChatPane } from '../../src/chat/chat-pane'
import { ChatSkeleton } from '../../src/chat/chat-skeleton'
import { EmptyChat } from '../../src/chat/empty-chat'
import { initialView } from '../../src/chat/viewport/view-state'
import { ViewportOverlays } from '../../src/chat/viewport/viewport-overlays'
import { nowMs } from '../fixed-clock'
import { saved, silent, walkers } from '../fixtures/chats'
import { Case, Cases, Stage } from '../frame'

const nothing = () => undefined
const presses = { onLatest: nothing, onMention: nothing, onFirstUnread: nothing, onRetry: nothing, onBack: nothing }
const apart = { ...initialView, pinned: false, topAt: nowMs }

const overlays = [
  { name: 'away from the end', view: apart, unread: 0, mentions: 0, failed: false },
  {
    name: 'unread, a way back',
    view: { ...apart, returns: true, moving: true },
    unread: 12,
    mentions: 2,
    failed: false,
  },
  { name: 'first unread above', view: { ...apart, unreadAbove: true }, unread: 100, mentions: 0, failed: false },
  {
    name: 'a page failed, sent out of sight',
    view: { ...apart, sentAway: true },
    unread: 0,
    mentions: 0,
    failed: true,
  },
] as const

export const WholeChat = () => (
  <div className="flex h-[640px]">
    <ChatPane chatId={walkers} onBack={nothing} onOpenDetails={nothing} detailsOpen={false} />
  </div>
)

/** The floating elements over a history. */
export const Overlays = () => (
  <div className="bg-chat-bg p-16">
    <Cases columns={2}>
      {overlays.map(({ name, view, unread, mentions, failed }) => (
        <Case key={name} name={name}>
          <Stage className="relative h-[160px] bg-chat-bg">
            <ViewportOverlays
              view={view}
              unread={unread}
              mentions={mentions}
              openedUnread={unread}
              failed={failed}
              {...presses}
            />
          </Stage>
        </Case>
      ))}
    </Cases>
  </div>
)

/** Chats without a message, and chats that are loading. */
export const EmptyChats = () => (
  <div className="bg-chat-bg p-16">
    <Cases columns={3}>
      {[silent.direct.id, silent.group.id, saved, WORLD_CHAT_ID].map((id) => (
        <Stage key={id} className="bg-chat-bg">
          <EmptyChat chatId={id} />
        </Stage>
      ))}
      {(['bubbles', 'flat'] as const).map((layout) => (
        <Stage key={layout} className="chat-stage flex h-[320px] flex-col">
          <ChatSkeleton layout={layout} />
        </Stage>
      ))}
    </Cases>
  </div>
)
