import type { ChatId } from '@parley/protocol'
import { client } from '../client'
import type { Key, T } from '../i18n/catalog'
import { orToast } from '../problem'
import { toast } from '../ui'
import { pinnedOf } from './pinned'

/** Longer silences are for good. */
const longestMs = 366 * 24 * 3_600_000

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
  const others = pinnedOf(client.state.get()).filter((id) => id !== chatId)
  const [next, last] = [others[at], others.at(-1)]
  await client.pinChat(chatId, true, next ?? last)
  // Nothing stands behind the last one: it goes in front of that, and that in front of it.
  if (!next && last) await client.pinChat(last, true, chatId)
}

/** What can be done with a chat of the list. */
export const chatActs = (t: T, chatId: ChatId) => {
  const place = () => pinnedOf(client.state.get()).indexOf(chatId)
  const leftMs = () => (client.state.get().chats.get(chatId)?.state?.mutedUntil ?? 0) - Date.now()
  return {
    pin: () =>
      act(t, { run: client.pinChat(chatId, true), undo: () => client.pinChat(chatId, false), said: 'chatPinned' }),
    unpin: () => {
      const at = place()
      return act(t, { run: client.pinChat(chatId, false), undo: () => pinAt(chatId, at), said: 'chatUnpinned' })
    },
    /** One place up or down among the pinned ones. */
    move: (step: 1 | -1) => {
      const other = pinnedOf(client.state.get())[place() + step]
      if (!other) return
      void orToast(t, step === -1 ? client.pinChat(chatId, true, other) : client.pinChat(other, true, chatId))
    },
    silence: (silence: number | 'forever') => {
      const was = leftMs()
      const before = was > longestMs ? 'forever' : Math.max(0, was)
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
