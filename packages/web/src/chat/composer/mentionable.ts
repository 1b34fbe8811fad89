import type { ChatId, Mentions, User, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import { everyoneWords, mentionWords, plainTexts } from '../../markdown/mention-words'
import { messageMarkdown } from '../../markdown/message-markdown'

/** People whom the server suggested as mentions in a chat, by user name. The client holds no other record of them. */
const found = new Map<ChatId, Map<string, UserId>>()

/** Keeps suggested people, so that sent messages can mention them. */
export const rememberMentionable = (chatId: ChatId, users: readonly User[]): void => {
  const names = found.get(chatId) ?? new Map<string, UserId>()
  for (const { username, id } of users) names.set(username, id)
  found.set(chatId, names)
}

/**
 * The people whom messages of a chat can mention, as far as the client knows. In groups these are the members, in
 * channels anyone.
 */
const idsByName = ({ users, me }: ClientState, { id, chat, members }: ChatEntry, was: Mentions) => {
  const present = [...members.values()].flatMap(({ userId, leftSeq }) => (leftSeq === undefined ? [userId] : []))
  const ids = chat.kind === 'channel' ? [...users.keys()] : [...present, ...(was.mentions ?? [])]
  const names = new Map(found.get(id))
  for (const userId of ids) {
    const user = users.get(userId)
    if (user && userId !== me?.id) names.set(user.username, userId)
  }
  return names
}

/**
 * The people whom a text mentions in a chat: those whose user name it contains after an `@`.
 * @param was the mentions before an edit, which stay valid
 */
export const mentionsOf = (
  state: ClientState,
  { chatId, text, was = {} }: { readonly chatId: ChatId; readonly text: string; readonly was?: Mentions | undefined },
): Mentions => {
  const entry = state.chats.get(chatId)
  if (!entry || entry.chat.kind === 'direct' || !text.includes('@')) return {}
  const names = idsByName(state, entry, was)
  const mayNameAll = entry.moderates || was.mentionsAll
  const find = (name: string) => (mayNameAll && everyoneWords.includes(name) ? 'all' : names.get(name))
  const named = plainTexts(messageMarkdown.of({ text })).flatMap((part) =>
    mentionWords(part, find).map(({ who }) => who),
  )
  const mentions = [...new Set(named)].filter((who): who is UserId => who !== 'all').slice(0, limits.mentionsMax)
  return { ...(mentions.length > 0 && { mentions }), ...(named.includes('all') && { mentionsAll: true }) }
}
