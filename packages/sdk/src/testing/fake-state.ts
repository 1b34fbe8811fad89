/** What the small server in memory holds, and what it answers from it. */
import type {
  Chat,
  ChatId,
  ChatState,
  Friend,
  Hidden,
  Me,
  Message,
  MessageId,
  Params,
  Preferences,
  Reactions,
  Reads,
  UserId,
  View,
} from '@parley/protocol'
import type { ErrorName } from '@parley/protocol/errors'
import { limits } from '@parley/protocol/limits'

export interface ServerChat {
  chat: Chat
  rev: number
  messages: Message[]
  reactions: Map<MessageId, Reactions>
  people: Set<UserId>
}

export interface Account {
  me: Me
  rev: number
  states: Map<ChatId, ChatState>
  hidden: Map<MessageId, Hidden>
  friends: Map<UserId, Friend>
  preferences: Preferences
}

/** An error that the server answers. */
export class Refused extends Error {
  readonly code: ErrorName
  readonly retryAfterMs: number | undefined
  constructor(code: ErrorName, retryAfterMs?: number) {
    super(code)
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

/** What somebody has chosen who has chosen nothing. */
export const everybody: Omit<Preferences, 'rev' | 'status'> = {
  ...({ seenBy: 'everybody', foundBy: 'everybody', askedBy: 'everybody', addedBy: 'everybody' } as const),
  ...{ showsReads: true, showsTyping: true },
}

/** One page of a chat's history. */
export const pageOf = (
  { messages, reactions, rev }: ServerChat,
  { before, after, around, limit = limits.historyPageDefault }: Params<'messages.list'>,
  pageRev: number | undefined,
) => {
  const answer = (rows: Message[], more: boolean) => {
    const to = rows.flatMap(({ id }) => reactions.get(id) ?? [])
    return { messages: rows, reactions: to, mine: [], users: [], rev: pageRev ?? rev, more }
  }
  if (after !== undefined) {
    const rows = messages.filter((row) => row.seq > after)
    return answer(rows.slice(0, limit), rows.length > limit)
  }
  if (around !== undefined) {
    const from = Math.max(0, around - 1 - Math.floor(limit / 2))
    return answer(messages.slice(from, from + limit), from > 0)
  }
  const rows = messages.filter((row) => row.seq < (before ?? Number.POSITIVE_INFINITY))
  return answer(rows.slice(-limit), rows.length > limit)
}

/** What one user's list shows of a chat. */
export const viewOf = (
  { chat: { id: chatId }, rev, messages }: ServerChat,
  { account, reads }: { readonly account: Account; readonly reads: Reads },
): View => {
  const readSeq = account.states.get(chatId)?.readSeq ?? 0
  const shown = messages.filter((row) => !account.hidden.has(row.id))
  const unread = shown.filter(
    (row) => row.seq > readSeq && row.countable && row.senderId !== account.me.id && row.retractedAt === undefined,
  )
  const naming = unread.filter((row) => row.mentionsAll || row.mentions?.includes(account.me.id))
  const last = shown.at(-1)
  const hiddenRev = Math.max(0, ...[...account.hidden.values()].map((row) => (row.chatId === chatId ? row.rev : 0)))
  const count = (rows: readonly Message[]) => Math.min(rows.length, limits.unreadMax)
  const counted = { unread: count(unread), mentions: count(naming), readSeq, atRev: rev }
  const first = naming[0] && { firstMention: naming[0].seq }
  return { ...counted, ...first, reads, ...(last && { last }), ...(hiddenRev > 0 && { hiddenRev }) }
}
