import type { UserId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import { chatSort, memberName } from './names'

/** Who is writing in a chat, in words; empty when nobody is. Names where others could be meant. */
export const typingText = (state: ClientState, entry: ChatEntry, t: T): string => {
  const nameOf = (userId: UserId) => memberName(state, { chatId: entry.id, userId }, t)
  const [first, second, ...others] = entry.typing
  if (!first) return ''
  if (!second) return chatSort(entry) === 'direct' ? t('typingSelf') : t('typingOne', { name: nameOf(first) })
  if (others.length > 0) return t('typingMany', { count: entry.typing.length })
  return t('typingTwo', { first: nameOf(first), second: nameOf(second) })
}
