import type { User } from '@parley/protocol'
import { type ChatId, type UserId, WORLD_CHAT_ID } from '@parley/protocol/ids'
import { visibleText } from '@parley/protocol/visible'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import { isolated } from '../i18n/isolated'
import { fitsPinyin, type SortedName } from './pinyin'

export type ChatSort = 'world' | 'saved' | 'direct' | 'group' | 'channel'

/** The kind of a chat from the viewer's perspective. */
export const chatSort = ({ id, chat }: Pick<ChatEntry, 'id' | 'chat'>): ChatSort => {
  if (id === WORLD_CHAT_ID) return 'world'
  if (chat.kind !== 'direct') return chat.kind
  return (chat.peerIds?.length ?? 0) < 2 ? 'saved' : 'direct'
}

/** The other person of a direct chat. */
export const peerOf = (state: ClientState, { chat }: Pick<ChatEntry, 'chat'>): UserId | undefined =>
  chat.peerIds?.find((id) => id !== state.me?.id)

/** The viewer's remark for a person, if there is one. */
export const remarkOf = (state: Pick<ClientState, 'friends'>, id: UserId | undefined): string | undefined =>
  (id && state.friends.get(id)?.remark) || undefined

/** A person's name and its pinyin, in an order of names: the viewer's remark, else their name. */
export const sortedName = (state: Pick<ClientState, 'friends'>, user: User): SortedName => {
  const { remark, remarkPinyin } = state.friends.get(user.id) ?? {}
  return remark ? { name: remark, pinyin: remarkPinyin } : user
}

/** A person's name: the viewer's remark, else their name. Also works for unknown and deleted people. */
export const userName = (state: ClientState, id: UserId | undefined, t: T): string =>
  (id === state.me?.id ? state.me?.name : (remarkOf(state, id) ?? ownName(id && state.users.get(id)))) ??
  t('deletedAccount')

/** The name that a person chose; undefined for unknown people and erased accounts. */
const ownName = (user: User | '' | undefined): string | undefined => (user && !user.deleted ? user.name : undefined)

/** A member's name in a group or channel: the viewer's remark, else their nickname there, else their name. */
export const memberName = (
  state: ClientState,
  { chatId, userId }: { readonly chatId: ChatId; readonly userId: UserId },
  t: T,
): string =>
  remarkOf(state, userId) ?? state.chats.get(chatId)?.members.get(userId)?.nickname ?? userName(state, userId, t)

/** Whether a query matches a person: part of the remark or name, also in pinyin, or the beginning of the user name. */
export const nameMatches = (state: Pick<ClientState, 'friends'>, user: User, query: string): boolean => {
  const needle = visibleText(query).toLowerCase()
  if (needle.startsWith('@')) return needle.length > 1 && user.username.startsWith(needle.slice(1))
  const names = [remarkOf(state, user.id) ?? '', user.name]
  const readings = [state.friends.get(user.id)?.remarkPinyin, user.pinyin]
  return (
    names.some((name) => name.toLowerCase().includes(needle)) ||
    user.username.startsWith(needle) ||
    readings.some((reading) => fitsPinyin(needle, reading))
  )
}

/** A chat's name from the viewer's perspective. */
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

/** The viewer's name for a person, and the person's other names. */
export const personNames = (
  { name, username }: Pick<User, 'name' | 'username'>,
  remark: string | undefined,
): { readonly name: string; readonly also: string } =>
  remark === undefined ? { name, also: `@${username}` } : { name: remark, also: `${isolated(name)} · @${username}` }
