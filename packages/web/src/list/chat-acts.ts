import type { ChatId } from '@parley/protocol'
import type { Key } from '../i18n/catalog'
import { silenceLeft } from '../lib/silence-left'
import { toast } from '../ui'
import type { ActionContext } from '../ui/action-context'
import { orToast } from '../ui/problem'
import { moveByOne, movesToPlace, pinnedOf } from './pinned'

interface Act {
  readonly run: Promise<void>
  readonly undo: () => Promise<void>
  readonly said: Key & ('chatPinned' | 'chatUnpinned' | 'chatMuted' | 'chatUnmuted' | 'chatArchived' | 'chatUnarchived')
}

/** Runs an action whose effect already shows. Then offers its undo, or shows the error. */
const act = async ({ t }: ActionContext, { run, undo, said }: Act): Promise<void> => {
  const done = await orToast(
    t,
    run.then(() => true),
  )
  if (done) toast(t(said), { action: { label: t('undo'), onSelect: () => void orToast(t, undo()) } })
}

/** Pins a chat at a position among the pinned ones. */
const pinAt = async ({ client }: ActionContext, chatId: ChatId, at: number): Promise<void> => {
  for (const move of movesToPlace(pinnedOf(client.state.get()), chatId, at))
    await client.pinChat(move.chatId, true, move.before)
}

/** The actions on a chat of the list. */
export const chatActs = (context: ActionContext, chatId: ChatId) => {
  const { t, client } = context
  const place = () => pinnedOf(client.state.get()).indexOf(chatId)
  return {
    pin: () =>
      act(context, {
        run: client.pinChat(chatId, true),
        undo: () => client.pinChat(chatId, false),
        said: 'chatPinned',
      }),
    unpin: () => {
      const at = place()
      return act(context, {
        run: client.pinChat(chatId, false),
        undo: () => pinAt(context, chatId, at),
        said: 'chatUnpinned',
      })
    },
    /** Moves a pinned chat up or down by one. */
    move: (step: 1 | -1) => {
      const move = moveByOne(pinnedOf(client.state.get()), chatId, step)
      if (move) void orToast(t, client.pinChat(move.chatId, true, move.before))
    },
    silence: (silence: number | 'forever') => {
      const before = silenceLeft(client.state.get().chats.get(chatId)?.state?.mutedUntil, Date.now())
      const said = silence === 0 ? 'chatUnmuted' : 'chatMuted'
      return act(context, {
        run: client.silenceChat(chatId, silence),
        undo: () => client.silenceChat(chatId, before),
        said,
      })
    },
    archive: (archived: boolean) => {
      const at = place()
      const undo = async () => {
        await client.archiveChat(chatId, !archived)
        if (at >= 0) await pinAt(context, chatId, at)
      }
      const said = archived ? 'chatArchived' : 'chatUnarchived'
      return act(context, { run: client.archiveChat(chatId, archived), undo, said })
    },
    markUnread: () => void orToast(t, client.markUnread(chatId, true)),
    markRead: () => client.markChatRead(chatId),
  }
}
