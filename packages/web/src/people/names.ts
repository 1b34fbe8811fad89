import type { User } from '@parley/protocol'
import { type ChatId, type UserId, WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'

export type ChatSort = 'world' | 'saved' | 'direct' | 'group' | 'channel'

/** What a chat is for the person looking at it. */
export const chatSort = ({ id, chat }: Pick<ChatEntry, 'id' | 'chat'>): ChatSort => {
  if (id === WORLD_CHAT_ID) return 'world'
  if (chat.kind !== 'direct') return chat.kind
  return (chat.peerIds?.length ?? 0) < 2 ? 'saved' : 'direct'
}

/** The other person of a direct chat. */
export const peerOf = (state: ClientState, { chat }: Pick<ChatEntry, 'chat'>): UserId | undefined =>
  chat.peerIds?.find((id) => id !== state.me?.id)

/** My own name for a person, if there is one. */
export const remarkOf = (state: Pick<ClientState, 'friends'>, id: UserId | undefined): string | undefined =>
  (id && state.friends.get(id)?.remark) || undefined

/** A person's name: my remark, else theirs; also when the person is not known (any more). */
export const userName = (state: ClientState, id: UserId | undefined, t: T): string =>
  (id === state.me?.id ? state.me?.name : (remarkOf(state, id) ?? (id && state.users.get(id)?.name))) ??
  t('deletedAccount')

/** What somebody goes by in a chat of many, for the person looking at it: my remark, their nickname there, their name. */
export const memberName = (
  state: ClientState,
  { chatId, userId }: { readonly chatId: ChatId; readonly userId: UserId },
  t: T,
): string =>
  remarkOf(state, userId) ?? state.chats.get(chatId)?.members.get(userId)?.nickname ?? userName(state, userId, t)

/** Whether what was typed finds a person: in the remark and the name, at the start of the user name. */
export const nameMatches = (state: Pick<ClientState, 'friends'>, user: User, query: string): boolean => {
  const needle = query.trim().toLowerCase()
  if (needle.startsWith('@')) return needle.length > 1 && user.username.startsWith(needle.slice(1))
  const names = [remarkOf(state, user.id) ?? '', user.name]
  return names.some((name) => name.toLowerCase().includes(needle)) || user.username.startsWith(needle)
}

/** A chat's name for the person looking at it. */
export const chatName = (state: ClientState, entry: Pick<ChatEntry, 'id' | 'chat'>, t: T): string => {
  switch (chatSort(entry)) {
    case 'world':
      return t('world')
    case 'saved':
      return t('savedMessages')
    case 'direct':
      return userName(state, peerOf(state, entry), t)
    default:
      return entry.chat.name ?? t('unnamedGroup')
  }
}
