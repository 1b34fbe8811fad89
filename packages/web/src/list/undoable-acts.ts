import type { ChatId } from '@parley/protocol'
import type { Client } from '@parley/sdk/api'
import type { Key } from '../i18n/catalog'
import { silenceLeft } from '../lib/silence-left'
import { movesToPlace, pinnedOf } from './pinned'

/** An action that has begun, and whose effect already shows. */
export interface Act {
  readonly run: Promise<void>
  readonly undo: () => Promise<void>
  readonly said: Key & ('chatPinned' | 'chatUnpinned' | 'chatMuted' | 'chatUnmuted' | 'chatArchived' | 'chatUnarchived')
}

type ChatClient = Pick<Client, 'state' | 'pinChat' | 'silenceChat' | 'archiveChat'>

/** Pins a chat at a position among the pinned ones. */
const pinAt = async (client: ChatClient, chatId: ChatId, at: number): Promise<void> => {
  for (const move of movesToPlace(pinnedOf(client.state.get()), chatId, at))
    await client.pinChat(move.chatId, true, move.before)
}

/** The actions on a chat of the list that can be undone. Each begins when it is called. */
export const undoableActs = (client: ChatClient, chatId: ChatId) => {
  const place = () => pinnedOf(client.state.get()).indexOf(chatId)
  return {
    pin: (): Act => ({
      run: client.pinChat(chatId, true),
      undo: () => client.pinChat(chatId, false),
      said: 'chatPinned',
    }),
    unpin: (): Act => {
      const at = place()
      return { run: client.pinChat(chatId, false), undo: () => pinAt(client, chatId, at), said: 'chatUnpinned' }
    },
    silence: (silence: number | 'forever'): Act => {
      const before = silenceLeft(client.state.get().chats.get(chatId)?.state?.mutedUntil, Date.now())
      return {
        run: client.silenceChat(chatId, silence),
        undo: () => client.silenceChat(chatId, before),
        said: silence === 0 ? 'chatUnmuted' : 'chatMuted',
      }
    },
    archive: (archived: boolean): Act => {
      const at = place()
      const undo = async () => {
        await client.archiveChat(chatId, !archived)
        if (at >= 0) await pinAt(client, chatId, at)
      }
      return { run: client.archiveChat(chatId, archived), undo, said: archived ? 'chatArchived' : 'chatUnarchived' }
    },
  }
}
