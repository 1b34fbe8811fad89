import type { UserId } from '@parley/protocol'
import { navigate } from 'wouter/use-browser-location'
import { client } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import type { T } from '../i18n'
import { orToast } from '../problem'
import { paths } from '../shell/places'
import { directChatWith } from './direct-chat'
import { mayReach } from './direct-policy'
import { isBlocked, relationOf } from './relation'

/**
 * Goes to the direct chat with a person: the one on my list, closed or not, else a new one. False when that failed (a
 * toast says why).
 */
export const openPerson = async (t: T, userId: UserId): Promise<boolean> => {
  const chatId = directChatWith(client.state.get(), userId) ?? (await orToast(t, client.openDirect(userId)))
  if (chatId) navigate(paths.chat(chatId))
  return chatId !== undefined
}

/**
 * The next step towards a person: the chat when it is open to me, else the request that opens it, or the profile when
 * there is one already. True when it led to the chat.
 */
export const reachPerson = async (t: T, userId: UserId): Promise<boolean> => {
  const state = client.state.get()
  if (mayReach(state, userId)) return openPerson(t, userId)
  const asks = relationOf(state, userId) === 'none' && !isBlocked(state, userId)
  openDialog({ name: asks ? 'addFriend' : 'person', userId })
  return false
}
