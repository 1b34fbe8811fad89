import type { UserId } from '@parley/protocol'
import { navigate } from 'wouter/use-browser-location'
import { client } from '../client'
import type { T } from '../i18n'
import { orToast } from '../problem'
import { paths } from '../shell/places'

/** Goes to the direct chat with a person; false when that failed (a toast says why). */
export const openPerson = async (t: T, userId: UserId): Promise<boolean> => {
  const chatId = await orToast(t, client.openDirect(userId))
  if (chatId) navigate(paths.chat(chatId))
  return chatId !== undefined
}
