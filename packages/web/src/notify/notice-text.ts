import type { Message } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { messagePlainText } from '../chat/rows/message-plain-text'
import type { T } from '../i18n/catalog'
import { chatName, chatSort, userName } from '../people/names'

/**
 * The text of a desktop notification about a message: the chat, the sender and the message.
 * @param texts whether it shows the text of the message
 */
export const noticeText = (
  state: ClientState,
  message: Message,
  { t, texts }: { readonly t: T; readonly texts: boolean },
): { readonly title: string; readonly body: string } => {
  const entry = state.chats.get(message.chatId)
  const title = entry ? chatName(state, entry, t) : t('appName')
  if (!texts) return { title, body: t('newMessage') }
  const { senderId } = message
  const text = messagePlainText(message, { t, state })
  const ofMany = entry && chatSort(entry) !== 'direct'
  return { title, body: ofMany ? t('previewSender', { name: userName(state, senderId, t), text }) : text }
}
