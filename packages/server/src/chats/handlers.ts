import type { Handlers } from '../lib/handlers'
import type { ChatParts } from './create-chats'

/** The handlers of `chats`; `sync` and `presence` add theirs. */
export const chatsHandlers = ({
  chats,
  cursors,
  states,
}: Pick<ChatParts, 'chats' | 'cursors' | 'states'>): Omit<
  Handlers<'chats'>,
  'changes' | 'online' | 'watch' | 'unwatch'
> => ({
  direct: (caller, { userId }) => chats.direct(caller, userId),
  markRead: (caller, { chatId, seq }) => cursors.markRead(caller, chatId, seq),
  reads: async (caller, { chatIds }) => ({ chats: await cursors.reads(caller, chatIds) }),
  pin: (caller, input) => states.pin(caller, input),
  archive: (caller, input) => states.archive(caller, input),
  notify: (caller, input) => states.notify(caller, input),
  markUnread: (caller, input) => states.markUnread(caller, input),
  draft: (caller, input) => states.draft(caller, input),
  clear: (caller, input) => states.clear(caller, input),
  typing: async (caller, input) => {
    await chats.typing(caller, input)
    return {}
  },
})
