import type { ChatId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { Place } from './places'

/** The places that the rail and the tabs lead to. */
export type RailPlace = 'chats' | 'people' | 'world' | 'saved' | 'settings'

/**
 * Which of them is on screen.
 * @param saved the chat with saved messages, if there is one
 */
export const activePlace = (place: Place, saved: ChatId | undefined): RailPlace | undefined => {
  switch (place.pane) {
    case 'list':
      return 'chats'
    case 'people':
    case 'settings':
      return place.pane
    case 'chat':
      if (place.chatId === WORLD_CHAT_ID) return 'world'
      return place.chatId === saved ? 'saved' : 'chats'
    default:
      return undefined
  }
}
