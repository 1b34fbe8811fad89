import type { ChatId, UserId } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import { chatSort } from '../people/names'
import { memberEnd, memberEndTexts } from './member-end'

interface AboutContext {
  readonly t: T
  readonly count: number | undefined
  readonly me: UserId | undefined
  /** The chats that are known to have banned the viewer. */
  readonly bans: ReadonlySet<ChatId>
}

/**
 * Describes a chat in one line. Empty for direct chats, which show the other person's presence.
 * @param count the number of group members, if known
 */
export const chatAbout = (entry: ChatEntry, { t, count, ...viewer }: AboutContext): string => {
  switch (chatSort(entry)) {
    case 'saved':
      return t('savedAbout')
    case 'direct':
      return ''
    case 'group': {
      if (entry.writeRefused === 'not_a_member') return t(memberEndTexts[memberEnd(entry, viewer)])
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
  /** Set while the connection has been lost for a moment. It takes precedence over everything else. */
  readonly connecting: string | undefined
  /** The names of the people who are typing, as text. Empty if no user is typing. */
  readonly typing: string
  /** In direct chats: the other person's presence, else their handle. */
  readonly presence: string | undefined
  readonly handle: string | undefined
  readonly about: string
}

/** The line below the name of a chat, with the most urgent state first. */
export const subtitleOf = (parts: SubtitleParts): { readonly text: string; readonly typing: boolean } => {
  const { connecting, typing, presence, handle, about } = parts
  if (connecting !== undefined) return { text: connecting, typing: false }
  if (typing !== '') return { text: typing, typing: true }
  return { text: handle === undefined ? about : (presence ?? handle), typing: false }
}
