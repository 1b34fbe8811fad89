import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import { chatSort, userName } from './names'

/** Who is writing in a chat, in words; empty when nobody is. Names where others could be meant. */
export const typingText = (state: ClientState, entry: ChatEntry, t: T): string => {
  const [first, second, ...others] = entry.typing
  if (!first) return ''
  if (!second)
    return chatSort(entry) === 'direct' ? t('typingSelf') : t('typingOne', { name: userName(state, first, t) })
  if (others.length > 0) return t('typingMany', { count: entry.typing.length })
  return t('typingTwo', { first: userName(state, first, t), second: userName(state, second, t) })
}
