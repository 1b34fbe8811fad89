import type { Message } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { messageWords } from '../chat/rows/message-words'
import type { T } from '../i18n/catalog'
import { chatName, chatSort, userName } from '../people/names'

/**
 * What a desktop notification says of a message: the chat, and what was written by whom.
 * @param texts whether it says what was written
 */
export const noticeWords = (
  state: ClientState,
  message: Message,
  { t, texts }: { readonly t: T; readonly texts: boolean },
): { readonly title: string; readonly body: string } => {
  const entry = state.chats.get(message.chatId)
  const title = entry ? chatName(state, entry, t) : t('appName')
  if (!texts) return { title, body: t('newMessage') }
  const { senderId } = message
  const text = messageWords(message, { t, state })
  const ofMany = entry && chatSort(entry) !== 'direct'
  return { title, body: ofMany ? t('previewSender', { name: userName(state, senderId, t), text }) : text }
}
