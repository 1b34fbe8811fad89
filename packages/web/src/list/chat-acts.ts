import type { ChatId } from '@parley/protocol'
import { client } from '../client'
import type { Key, T } from '../i18n/catalog'
import { orToast } from '../problem'
import { toast } from '../ui'
import { moveByOne, movesToPlace } from './pin-moves'
import { pinnedOf } from './pinned'
import { silenceLeft } from './silence-left'

interface Act {
  readonly run: Promise<void>
  readonly undo: () => Promise<void>
  readonly said: Key & ('chatPinned' | 'chatUnpinned' | 'chatMuted' | 'chatUnmuted' | 'chatArchived' | 'chatUnarchived')
}

/** What was done is shown already: says so and how to undo it, or what went wrong. */
const act = async (t: T, { run, undo, said }: Act): Promise<void> => {
  const done = await orToast(
    t,
    run.then(() => true),
  )
  if (done) toast(t(said), { action: { label: t('undo'), onSelect: () => void orToast(t, undo()) } })
}

/** Pins a chat where it stood among the pinned ones. */
const pinAt = async (chatId: ChatId, at: number): Promise<void> => {
  for (const move of movesToPlace(pinnedOf(client.state.get()), chatId, at))
    await client.pinChat(move.chatId, true, move.before)
}

/** What can be done with a chat of the list. */
export const chatActs = (t: T, chatId: ChatId) => {
  const place = () => pinnedOf(client.state.get()).indexOf(chatId)
  return {
    pin: () =>
      act(t, { run: client.pinChat(chatId, true), undo: () => client.pinChat(chatId, false), said: 'chatPinned' }),
    unpin: () => {
      const at = place()
      return act(t, { run: client.pinChat(chatId, false), undo: () => pinAt(chatId, at), said: 'chatUnpinned' })
    },
    /** One place up or down among the pinned ones. */
    move: (step: 1 | -1) => {
      const move = moveByOne(pinnedOf(client.state.get()), chatId, step)
      if (move) void orToast(t, client.pinChat(move.chatId, true, move.before))
    },
    silence: (silence: number | 'forever') => {
      const before = silenceLeft(client.state.get().chats.get(chatId)?.state?.mutedUntil, Date.now())
      const said = silence === 0 ? 'chatUnmuted' : 'chatMuted'
      return act(t, { run: client.silenceChat(chatId, silence), undo: () => client.silenceChat(chatId, before), said })
    },
    archive: (archived: boolean) => {
      const at = place()
      const undo = async () => {
        await client.archiveChat(chatId, !archived)
        if (at >= 0) await pinAt(chatId, at)
      }
      const said = archived ? 'chatArchived' : 'chatUnarchived'
      return act(t, { run: client.archiveChat(chatId, archived), undo, said })
    },
    markUnread: () => void orToast(t, client.markUnread(chatId, true)),
    markRead: () => client.markChatRead(chatId),
  }
}
