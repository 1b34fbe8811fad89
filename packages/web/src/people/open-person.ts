import type { UserId } from '@parley/protocol'
import { openDialog } from '../dialogs/dialog-store'
import { navigate } from '../history/navigate'
import { paths } from '../navigation/places'
import type { ActionContext } from '../ui/action-context'
import { orToast } from '../ui/problem'
import { canContact, directChatWith } from './direct-chat'
import { isBlocked, relationOf } from './relation'

/**
 * Opens the direct chat with a person: an existing one, closed or not, else a new one. On failure it shows a toast and
 * returns false.
 */
export const openPerson = async ({ t, client }: ActionContext, userId: UserId): Promise<boolean> => {
  const chatId = directChatWith(client.state.get(), userId) ?? (await orToast(t, client.openDirect(userId)))
  if (chatId) navigate(paths.chat(chatId))
  return chatId !== undefined
}

/**
 * The next step towards a person. It is the chat if the viewer can open it, else the friend request, or the profile if
 * a request is pending. Returns true if it opened the chat.
 */
export const contactPerson = async (context: ActionContext, userId: UserId): Promise<boolean> => {
  const state = context.client.state.get()
  if (canContact(state, userId)) return openPerson(context, userId)
  const asks = relationOf(state, userId) === 'none' && !isBlocked(state, userId)
  openDialog({ name: asks ? 'addFriend' : 'person', userId })
  return false
}
