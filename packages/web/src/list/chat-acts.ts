import type { ChatId } from '@parley/protocol'
import { toast } from '../ui'
import type { ActionContext } from '../ui/action-context'
import { orToast } from '../ui/problem'
import { moveByOne, pinnedOf } from './pinned'
import { type Act, undoableActs } from './undoable-acts'

/** Runs an action whose effect already shows. Then offers its undo, or shows the error. */
const act = async ({ t }: ActionContext, { run, undo, said }: Act): Promise<void> => {
  const done = await orToast(
    t,
    run.then(() => true),
  )
  if (done) toast(t(said), { action: { label: t('undo'), onSelect: () => void orToast(t, undo()) } })
}

/** The actions on a chat of the list. */
export const chatActs = (context: ActionContext, chatId: ChatId) => {
  const { t, client } = context
  const acts = undoableActs(client, chatId)
  return {
    pin: () => act(context, acts.pin()),
    unpin: () => act(context, acts.unpin()),
    /** Moves a pinned chat up or down by one. */
    move: (step: 1 | -1) => {
      const move = moveByOne(pinnedOf(client.state.get()), chatId, step)
      if (move) void orToast(t, client.pinChat(move.chatId, true, move.before))
    },
    silence: (silence: number | 'forever') => act(context, acts.silence(silence)),
    archive: (archived: boolean) => act(context, acts.archive(archived)),
    markUnread: () => void orToast(t, client.markUnread(chatId, true)),
    markRead: () => client.markChatRead(chatId),
  }
}
