import type { ChatEntry } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import { chatSort } from '../people/names'

/**
 * What a chat is, in a line; empty for direct chats, where the other person's presence stands.
 * @param count how many members a group has, if that is known
 */
export const chatAbout = (entry: ChatEntry, t: T, count: number | undefined): string => {
  switch (chatSort(entry)) {
    case 'saved':
      return t('savedAbout')
    case 'direct':
      return ''
    case 'group': {
      if (entry.writeRefused === 'not_a_member') return t('youLeft')
      const members = count === undefined ? '' : t('memberCount', { count })
      if (members === '' || entry.online === undefined) return members
      return t('membersOnline', { members, online: t('onlineCount', { count: entry.online }) })
    }
    case 'channel':
      if (entry.writeRefused === 'not_a_member') return t('channelLeft')
      return entry.online === undefined ? (entry.chat.about ?? '') : t('onlineCount', { count: entry.online })
    default:
      return entry.online === undefined ? t('worldAbout') : t('onlineCount', { count: entry.online })
  }
}

interface SubtitleParts {
  /** The connection has been lost for a moment: that is said before anything else. */
  readonly connecting: string | undefined
  /** Who is typing; empty for nobody. */
  readonly typing: string
  /** Of the other person of a direct chat: their presence, else their handle. */
  readonly presence: string | undefined
  readonly handle: string | undefined
  readonly about: string
}

/** What stands below the name of a chat, the most pressing thing first. */
export const subtitleOf = (parts: SubtitleParts): { readonly text: string; readonly typing: boolean } => {
  const { connecting, typing, presence, handle, about } = parts
  if (connecting !== undefined) return { text: connecting, typing: false }
  if (typing !== '') return { text: typing, typing: true }
  return { text: handle === undefined ? about : (presence ?? handle), typing: false }
}
