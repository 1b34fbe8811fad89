import type { Doing, UserId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import { chatSort, memberName } from './names'

const words = {
  typing: { self: 'typingSelf', one: 'typingOne', two: 'typingTwo', many: 'typingMany' },
  recording: { self: 'recordingSelf', one: 'recordingOne', two: 'recordingTwo', many: 'recordingMany' },
  uploading: { self: 'uploadingSelf', one: 'uploadingOne', two: 'uploadingTwo', many: 'uploadingMany' },
} as const

/** The activity of people in a chat. If several differ, it is typing. */
const doingOf = ({ typing, doing }: ChatEntry): Doing => {
  const all = new Set(typing.map((userId) => doing.get(userId) ?? 'typing'))
  const [only] = all
  return all.size === 1 && only ? only : 'typing'
}

/**
 * The people who are typing, recording or uploading in a chat, as text. Empty if there are none. It has names unless
 * the chat is direct.
 */
export const typingText = (state: ClientState, entry: ChatEntry, t: T): string => {
  const nameOf = (userId: UserId) => memberName(state, { chatId: entry.id, userId }, t)
  const [first, second, ...others] = entry.typing
  if (!first) return ''
  const { self, one, two, many } = words[doingOf(entry)]
  if (!second) return chatSort(entry) === 'direct' ? t(self) : t(one, { name: nameOf(first) })
  if (others.length > 0) return t(many, { count: entry.typing.length })
  return t(two, { first: nameOf(first), second: nameOf(second) })
}
