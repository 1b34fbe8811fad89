import { ChatRow } from '../../src/list/chat-row'
import { listed } from '../fixtures/chats'

/** A row of the chat list in each state. */
export const Rows = () => (
  <div className="grid grid-cols-1 gap-2 bg-surface-sidebar p-8 tablet:grid-cols-2 desktop:grid-cols-3">
    {listed.map(({ id }, at) => (
      <ChatRow key={id} chatId={id} open={at === 3} tabStop={false} />
    ))}
  </div>
)
